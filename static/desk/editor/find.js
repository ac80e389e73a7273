/** Find and replace in the text (Ctrl+F, Ctrl+H). What is found is lit by decorations, which are no part of the text. */

import { Extension, pm } from "django-prose-editor/editor";
import { occurrences } from "desk/editor/finding";
import { filled } from "desk/pickers";

const { closeHistory } = pm.history;
const { Plugin, PluginKey, TextSelection } = pm.state;
const { Decoration, DecorationSet } = pm.view;

const key = new PluginKey("find");
const NOTHING = { words: "", isLoose: false, isWhole: false, found: [], now: -1 };

/** The extension for one editor; `field` holds the panel ([data-find]). */
export function finding(field) {
  const panel = field.querySelector("[data-find]");
  return Extension.create({
    name: "finding",
    addKeyboardShortcuts: () => ({
      "Mod-f": ({ editor }) => openPanel(panel, editor),
      "Mod-h": ({ editor }) => openPanel(panel, editor, "replacement"),
    }),
    addProseMirrorPlugins: () => [
      new Plugin({
        key,
        state: { init: () => NOTHING, apply: applied },
        props: {
          decorations: (state) => {
            const { found, now } = key.getState(state);
            const lit = found.map(({ from, to }, place) =>
              Decoration.inline(from, to, { class: place === now ? "is-found is-found-now" : "is-found" }),
            );
            return DecorationSet.create(state.doc, lit);
          },
        },
      }),
    ],
    onCreate() {
      work(panel, this.editor);
    },
  });
}

function applied(transaction, before) {
  const asked = { ...before, ...transaction.getMeta(key) };
  const isAsked = ["words", "isLoose", "isWhole"].some((name) => asked[name] !== before[name]);
  if (!isAsked && !transaction.docChanged) return asked;
  const found = asked.words ? places(transaction.doc, asked) : [];
  // The present one stays the present one while others come and go.
  const near = transaction.mapping.map(before.found[before.now]?.from ?? transaction.selection.from);
  const after = found.findIndex(({ from }) => from >= near);
  return { ...asked, found, now: found.length ? Math.max(after, 0) : -1 };
}

/** Where what is asked for stands in `doc`; a word may change from bold to plain in its middle. */
function places(doc, { words, isLoose, isWhole }) {
  const found = [];
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    const text = node.textBetween(0, node.content.size, null, "\n");
    for (const [start, end] of occurrences(text, words, { isLoose, isWhole })) {
      found.push({ from: position + 1 + start, to: position + 1 + end });
    }
    return false;
  });
  return found;
}

function openPanel(panel, editor, first = "words") {
  const { from, to, empty, $from, $to } = editor.state.selection;
  const input = panel.querySelector("[data-words]");
  if (!empty && $from.sameParent($to)) input.value = editor.state.doc.textBetween(from, to, " ", " ");
  if (panel.hidden) panel.dispatchEvent(new CustomEvent("opened", { bubbles: true }));
  panel.hidden = false;
  opener(panel).setAttribute("aria-expanded", true);
  panel.querySelector(input.value ? `[data-${first}]` : "[data-words]").select();
  input.dispatchEvent(new Event("input"));
  return true;
}

/** Make the panel work on `editor`. */
function work(panel, editor) {
  const part = (name) => panel.querySelector(`[data-${name}]`);
  const { view } = editor;
  const state = () => key.getState(editor.state);

  const say = () => {
    const { words, found, now } = state();
    const { one, none } = part("said").dataset;
    part("said").textContent = !words ? "" : found.length ? filled(one, { now: now + 1, all: found.length }) : none;
    for (const name of ["next", "previous", "replace", "replace-all"]) {
      if (!found.length && part(name) === document.activeElement) part("words").focus(); // not lost with its button
      part(name).disabled = !found.length;
    }
  };
  const show = () => view.dom.querySelector(".is-found-now")?.scrollIntoView({ block: "center" });
  const ask = () => {
    const asked = { words: part("words").value, isLoose: part("loose").checked, isWhole: part("whole").checked };
    view.dispatch(editor.state.tr.setMeta(key, asked));
    show();
  };
  const step = (by) => {
    const { found, now } = state();
    if (!found.length) return;
    view.dispatch(editor.state.tr.setMeta(key, { now: (now + by + found.length) % found.length }));
    show();
  };
  const hide = () => {
    const { found, now } = state();
    panel.hidden = true;
    opener(panel).setAttribute("aria-expanded", false);
    const change = editor.state.tr.setMeta(key, NOTHING);
    if (found[now]) change.setSelection(TextSelection.create(change.doc, found[now].from, found[now].to));
    view.dispatch(change);
  };
  const close = () => {
    hide();
    view.focus();
  };
  const replace = (some) => {
    const words = part("replacement").value;
    const change = closeHistory(editor.state.tr);
    for (const { from, to } of some.toReversed()) {
      if (words) change.insertText(words, from, to);
      else change.delete(from, to);
    }
    view.dispatch(change);
    view.dispatch(closeHistory(editor.state.tr)); // each replacing is undone by itself
  };
  const replaceOne = () => {
    const { found, now } = state();
    if (!found.length) return;
    replace([found[now]]);
    show();
  };
  const replaceAll = () => {
    const { found } = state();
    if (!found.length) return;
    replace(found);
    part("said").textContent = filled(part("said").dataset.replaced, { count: found.length });
  };

  part("words").addEventListener("input", ask);
  for (const name of ["loose", "whole"]) {
    part(name).checked = localStorage.getItem(`desk-find-${name}`) === "1";
    part(name).addEventListener("change", () => {
      localStorage.setItem(`desk-find-${name}`, part(name).checked ? "1" : "");
      ask();
    });
  }
  part("next").addEventListener("click", () => step(1));
  part("previous").addEventListener("click", () => step(-1));
  part("replace").addEventListener("click", replaceOne);
  part("replace-all").addEventListener("click", replaceAll);
  part("close").addEventListener("click", close);
  panel.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === part("words")) step(event.shiftKey ? -1 : 1);
    else if (event.key === "Enter" && event.target === part("replacement")) replaceOne();
    else if (!isPlain && event.code === "KeyF") part("words").select();
    else if (!isPlain && event.code === "KeyH") part("replacement").select();
    else return;
    event.preventDefault(); // Enter would send the form around it
    event.stopPropagation();
  });
  opener(panel).addEventListener("click", () => (panel.hidden ? openPanel(panel, editor) : close()));
  panel.parentElement.addEventListener("opened", ({ target }) => target !== panel && !panel.hidden && hide());
  view.dom.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    close();
    event.stopPropagation();
  });
  editor.on("transaction", ({ transaction }) => {
    if (!panel.hidden && (transaction.docChanged || transaction.getMeta(key))) say();
  });
}

function opener(panel) {
  return panel.parentElement.querySelector("[data-opens=find]");
}
