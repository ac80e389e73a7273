/**
 * What the proof-reader found, as underlines in the body's editor. They are decorations: they move with the text, go
 * when their words change, and are in nothing that is saved. desk/proofreading.js asks the server and fills them in.
 */

import { pm } from "django-prose-editor/editor";

const { closeHistory } = pm.history;
const { Plugin, PluginKey, TextSelection } = pm.state;
const { Decoration, DecorationSet } = pm.view;

const QUOTED = new Set(["blockquote", "pullQuote"]); // what somebody said is not ours to mend

const key = new PluginKey("proofreading");

/** One character for each position, so that an offset in a text is a position in the document. */
function textIn(node, from, to) {
  return node.textBetween(from, to, "\n", ({ type }) => (type.name === "hardBreak" ? "\n" : "\ufffc"));
}

/** The texts of `doc` that the proof-reader is to see, each with the position `at` which it begins. */
export function textsOf(doc) {
  const texts = [];
  doc.descendants((node, position) => {
    if (QUOTED.has(node.type.name)) return false;
    if (!node.isTextblock) return true;
    texts.push({ at: position + 1, text: textIn(node, 0, node.content.size) });
    return false;
  });
  return texts;
}

/** The plugin. `changed()` hears that there are other notes than before, `pressed(found)` that one was clicked. */
export function underlines({ changed, pressed }) {
  return new Plugin({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(transaction, set) {
        const put = transaction.getMeta(key);
        if (put) return put;
        return transaction.docChanged ? unchanged(set.map(transaction.mapping, transaction.doc), transaction.doc) : set;
      },
    },
    props: {
      decorations: (state) => key.getState(state),
      handleDOMEvents: {
        // Not `handleClick`, which is the button going up: the browser then closes, as it tells of the click, what opened.
        click(view, { target, clientX: left, clientY: top, detail }) {
          if (detail !== 1 || !target.closest?.(".finding-mark") || !view.root.getSelection().isCollapsed) return;
          const { pos } = view.posAtCoords({ left, top }) ?? {};
          const [found] = pos === undefined ? [] : foundIn(view.state, pos, pos);
          if (found) pressed(found);
        },
      },
    },
    view: () => ({
      update(view, before) {
        const [now, then] = [foundIn(view.state), foundIn(before)];
        if (now.length !== then.length || now.some(({ note }, place) => note !== then[place].note)) changed();
      },
    }),
  });
}

function unchanged(set, doc) {
  const gone = set.find().filter(({ from, to, spec }) => textIn(doc, from, to) !== spec.note.words);
  return gone.length ? set.remove(gone) : set;
}

/** Underline `found`, a list of {note, from, to}, and nothing else. */
export function show(view, found) {
  const { tr, doc } = view.state;
  const marks = found.map(({ note, from, to }) =>
    Decoration.inline(from, to, { class: `finding-mark is-${note.kind}` }, { note }),
  );
  view.dispatch(tr.setMeta(key, DecorationSet.create(doc, marks)).setMeta("addToHistory", false));
}

/** What is underlined now, in the order of the text, as {note, from, to}. */
export function foundIn(state, from, to) {
  const found = key.getState(state)?.find(from, to) ?? [];
  return found.map(({ from, to, spec }) => ({ note: spec.note, from, to })).sort((one, other) => one.from - other.from);
}

/** Select the words of `found`, so that they are seen. */
export function select(view, { from, to }) {
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, to)).scrollIntoView());
  view.focus();
}

/** Put the fixes of `mended`, a list of [found, fix], in place as one step to undo; links and bold stay. */
export function mend(view, mended) {
  const transaction = closeHistory(view.state.tr);
  const edits = mended.map(([found, fix]) => editOf(found.note, fix, found.from));
  for (const { from, to, words } of edits.sort((one, other) => other.from - one.from || other.to - one.to)) {
    if (words) transaction.insertText(words, from, to);
    else transaction.delete(from, to);
  }
  view.dispatch(transaction);
  view.dispatch(closeHistory(view.state.tr));
}

/** What must be written where, of a text in which the words of `note` begin at `at`, to make `fix` of them. */
export function editOf({ words, lead, length }, fix, at) {
  const old = words.slice(lead, lead + length);
  let same = 0;
  while (same < Math.min(old.length, fix.length) && old[same] === fix[same]) same++;
  let rest = 0;
  while (rest < Math.min(old.length, fix.length) - same && old.at(-1 - rest) === fix.at(-1 - rest)) rest++;
  const from = at + lead + same;
  return { from, to: from + old.length - same - rest, words: fix.slice(same, fix.length - rest) };
}
