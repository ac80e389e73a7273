/**
 * The body's four blocks as nodes of the editor: pull quote, figure, read-also, embed. What they read and write is
 * exactly the vocabulary of articles/body.py; how they look while writing is a <template> of the widget's own.
 */

import { Node, pm } from "django-prose-editor/editor";
import { blockDirection } from "desk/editor/direction";
import { entryOf, openDialog } from "desk/pickers";

const { closeHistory } = pm.history;
const { NodeSelection, Selection, TextSelection } = pm.state;

/**
 * The four nodes, for one editor. `field` is the element that holds the templates ([data-block]); `language` is that
 * of the text, for what is said about an uploaded picture.
 */
export function blocks(field, language) {
  const templates = Object.fromEntries(
    [...field.querySelectorAll("template[data-block]")].map((template) => [template.dataset.block, template]),
  );
  return [
    pullQuote(templates.pullQuote),
    figure(templates.figure, language),
    readAlso(templates.readAlso, field.closest("[data-self]")?.dataset.self),
    embed(templates.embed),
  ];
}

/** Put `node` behind the block in which the selection ends, or in its place when that is an empty paragraph. */
export function insertBlock(editor, node) {
  const { $to, to } = editor.state.selection;
  const block = $to.depth ? $to.node(1) : null;
  if (block?.type.name === "paragraph" && !block.content.size) replaceLine(editor, node);
  else putBlock(editor, node, $to.depth ? $to.after(1) : to);
}

/** Put `node` in the place of the top-level block in which the selection ends. */
export function replaceLine(editor, node) {
  const { $to } = editor.state.selection;
  putBlock(editor, node, $to.before(1), $to.after(1));
}

function putBlock({ view }, node, from, to = from) {
  const { state } = view;
  const transaction = closeHistory(state.tr).replaceWith(from, to, node); // undone by itself, not with what was typed
  const behind = withLineBehind(transaction, from + node.nodeSize);
  const isText = node.type.name === "pullQuote";
  transaction.setSelection(
    isText ? Selection.near(transaction.doc.resolve(behind - 1), -1) : TextSelection.create(transaction.doc, behind + 1),
  );
  view.dispatch(transaction.scrollIntoView());
  view.dispatch(closeHistory(view.state.tr));
  view.focus();
}

/** See that a paragraph is at `place`: without one behind it, typing would replace a block or land before it. */
export function withLineBehind(transaction, place) {
  if (transaction.doc.nodeAt(place)?.type.name !== "paragraph") {
    transaction.insert(place, transaction.doc.type.schema.nodes.paragraph.create());
  }
  return place;
}

/** Leave the text block `name` for a new paragraph behind it; false when the caret is elsewhere. */
function leave(name) {
  return ({ editor }) => {
    const { $from } = editor.state.selection;
    if ($from.parent.type.name !== name) return false;
    const behind = $from.after();
    const { tr, schema } = editor.state;
    tr.insert(behind, schema.nodes.paragraph.create());
    tr.setSelection(TextSelection.create(tr.doc, behind + 1));
    editor.view.dispatch(tr.scrollIntoView());
    return true;
  };
}

/** Remove the text block `name` when the caret is in it and nothing is written there. */
function removeEmpty(name) {
  return ({ editor }) => {
    const { $from, empty } = editor.state.selection;
    if (!empty || $from.parent.type.name !== name || $from.parent.content.size) return false;
    const { tr } = editor.state;
    tr.setSelection(NodeSelection.create(tr.doc, $from.before())).deleteSelection();
    editor.view.dispatch(tr.scrollIntoView());
    return true;
  };
}

/** A node view made from `template`: `show(node)` fills it in, `[data-text]` in it holds the editable text. */
function viewOf(template, { editor, getPos, node }, show) {
  const dom = template.content.firstElementChild.cloneNode(true);
  const contentDOM = dom.querySelector("[data-text]");
  dom.querySelector("[data-remove]").addEventListener("click", () => {
    const { tr } = editor.state;
    tr.setSelection(NodeSelection.create(tr.doc, getPos())).deleteSelection();
    editor.view.dispatch(closeHistory(tr).scrollIntoView());
    editor.view.focus();
  });
  const page = template.closest("[data-editor]").querySelector("[data-text-area]").dir;
  const fill = () => {
    show(dom, node);
    if (contentDOM) contentDOM.dir = blockDirection(node.textContent, page);
  };
  fill();
  return {
    dom,
    contentDOM,
    update(changed) {
      if (changed.type !== node.type) return false;
      node = changed;
      fill();
      return true;
    },
    selectNode: () => dom.classList.add("ProseMirror-selectednode"),
    deselectNode: () => dom.classList.remove("ProseMirror-selectednode"),
    stopEvent: (event) => Boolean(event.target.closest?.("input, button")),
    ignoreMutation: ({ type, target }) => type === "attributes" || !contentDOM?.contains(target),
  };
}

/** Write `href` where the caret is, as a link that says itself. */
function insertLink({ view }, href) {
  const { schema, tr } = view.state;
  view.dispatch(closeHistory(tr).replaceSelectionWith(schema.text(href, [schema.marks.link.create({ href })]), false));
  view.focus();
}

function change({ view }, position, name, value) {
  view.dispatch(view.state.tr.setNodeAttribute(position, name, value));
}

function attribute(name, read = (value) => value) {
  return { default: null, rendered: false, parseHTML: (element) => read(element.getAttribute(name)) };
}

function readId(value) {
  return /^\d{1,15}$/.test(value) ? Number(value) : null;
}

const pullQuote = (template) =>
  Node.create({
    name: "pullQuote",
    group: "block",
    content: "inline*",
    defining: true,

    addAttributes: () => ({ speaker: { ...attribute("data-pull-quote"), default: "" } }),
    parseHTML: () => [{ tag: "aside[data-pull-quote]" }],
    renderHTML: ({ node }) => ["aside", { "data-pull-quote": node.attrs.speaker }, 0],

    addNodeView() {
      return (props) => {
        const view = viewOf(template, props, (dom, node) => {
          dom.classList.toggle("is-blank", !node.content.size);
          const input = dom.querySelector("input");
          if (input.value !== node.attrs.speaker) input.value = node.attrs.speaker;
        });
        const input = view.dom.querySelector("input");
        input.addEventListener("input", () => change(props.editor, props.getPos(), "speaker", input.value));
        input.addEventListener("keydown", (event) => {
          if (event.key !== "Enter") return;
          event.preventDefault(); // it would send the form
          props.editor.commands.focus(props.getPos() + 1);
          leave("pullQuote")({ editor: props.editor });
        });
        return view;
      };
    },

    addCommands: () => ({
      /** The selected words, once more, as a pull quote behind their paragraph; without any, an empty one. */
      addPullQuote:
        () =>
        ({ editor, state, dispatch }) => {
          if (!dispatch) return true;
          const { from, to } = state.selection;
          const words = state.doc.textBetween(from, to, " ", " ").trim();
          const text = words ? state.schema.text(words) : null;
          queueMicrotask(() => insertBlock(editor, state.schema.nodes.pullQuote.create(null, text)));
          return true;
        },
    }),
    addKeyboardShortcuts: () => ({
      Enter: leave("pullQuote"),
      Backspace: removeEmpty("pullQuote"),
      "Mod-Alt-4": ({ editor }) => editor.commands.addPullQuote(),
    }),
  });

const figure = (template, language) =>
  Node.create({
    name: "figure",
    group: "block",
    content: "text*",
    marks: "",
    isolating: true,
    draggable: true,

    addAttributes: () => ({ image: attribute("data-image", readId) }),
    parseHTML: () => [
      { tag: "figure[data-image]", contentElement: (element) => element.querySelector("figcaption") ?? element },
    ],
    renderHTML: ({ node }) => ["figure", { "data-image": node.attrs.image }, ["figcaption", 0]],

    addNodeView() {
      return (props) => {
        let shown = null;
        const view = viewOf(template, props, async (dom, node) => {
          const caption = dom.querySelector("[data-text]");
          caption.classList.toggle("is-blank", !node.content.size);
          if (node.attrs.image === shown) return;
          shown = node.attrs.image;
          const image = await entryOf(template.dataset.url, shown).catch(() => null);
          if (shown !== node.attrs.image) return; // changed meanwhile
          dom.querySelector("[data-missing]").hidden = Boolean(image);
          const picture = dom.querySelector("img");
          picture.hidden = !image;
          if (!image) return;
          const { src, alt, width, height } = image;
          Object.assign(picture, { src, alt, width, height });
          caption.dataset.placeholder = image.caption || caption.dataset.none;
        });
        view.dom.querySelector("[data-change]").addEventListener("click", async () => {
          const image = await openDialog("images", { language });
          if (image) change(props.editor, props.getPos(), "image", image.id);
        });
        return view;
      };
    },

    addCommands: () => ({
      /** A picture of the library; those that are dropped or pasted go through uploads.js. */
      addFigure:
        () =>
        ({ editor, dispatch }) => {
          if (dispatch) {
            openDialog("images", { language }).then((image) => {
              if (image) insertBlock(editor, editor.schema.nodes.figure.create({ image: image.id }));
              else editor.view.focus();
            });
          }
          return true;
        },
    }),
    addKeyboardShortcuts: () => ({
      Enter: leave("figure"),
      Backspace: removeEmpty("figure"),
      "Mod-Alt-5": ({ editor }) => editor.commands.addFigure(),
    }),
  });

/** `self` is the id of the article that is written, which does not point at itself; a new one has none. */
const readAlso = (template, self) =>
  Node.create({
    name: "readAlso",
    group: "block",
    atom: true,
    draggable: true,

    addAttributes: () => ({ article: attribute("data-article", readId) }),
    parseHTML: () => [{ tag: "aside[data-article]" }],
    renderHTML: ({ node }) => ["aside", { "data-article": node.attrs.article }],

    addNodeView() {
      return (props) =>
        viewOf(template, props, async (dom, node) => {
          const article = await entryOf(template.dataset.url, node.attrs.article).catch(() => null);
          dom.querySelector("[data-label]").textContent = article?.label ?? template.dataset.missing;
          dom.querySelector("[data-note]").textContent = article?.note ?? "";
          dom.querySelector("[data-hidden]").hidden = !article || article.live;
        });
    },

    addCommands: () => ({
      /** An article that is found by its headline; with the `words` of a line, in the place of that line. */
      addReadAlso:
        (words) =>
        ({ editor, dispatch }) => {
          if (dispatch) {
            openDialog("articles", { except: self, words }).then((article) => {
              const put = words === undefined ? insertBlock : replaceLine;
              if (article) put(editor, editor.schema.nodes.readAlso.create({ article: article.id }));
              else editor.view.focus();
            });
          }
          return true;
        },
    }),
    addKeyboardShortcuts: () => ({ "Mod-Alt-6": ({ editor }) => editor.commands.addReadAlso() }),
  });

const embed = (template) =>
  Node.create({
    name: "embed",
    group: "block",
    atom: true,
    draggable: true,

    addAttributes: () => ({ url: attribute("data-embed") }),
    parseHTML: () => [{ tag: "div[data-embed]" }],
    renderHTML: ({ node }) => ["div", { "data-embed": node.attrs.url }],

    addNodeView() {
      return (props) =>
        viewOf(template, props, (dom, node) => {
          dom.querySelector("[data-address]").textContent = node.attrs.url;
        });
    },

    addCommands: () => ({
      addEmbed:
        () =>
        ({ editor, dispatch }) => {
          if (dispatch) {
            openDialog("embed").then((found) => {
              if (found?.url) insertBlock(editor, editor.schema.nodes.embed.create({ url: found.url }));
              else if (found) insertLink(editor, found.href);
              else editor.view.focus();
            });
          }
          return true;
        },
    }),
    addKeyboardShortcuts: () => ({ "Mod-Alt-7": ({ editor }) => editor.commands.addEmbed() }),
  });
