/**
 * The body's four blocks as nodes of the editor: pull quote, figure, read-also, embed. What they read and write is
 * exactly the vocabulary of articles/body.py; how they look while writing is a <template> of the widget's own.
 */

import { Node, pm } from "django-prose-editor/editor";
import { entryOf, openDialog } from "desk/pickers";

const { closeHistory } = pm.history;
const { NodeSelection, Plugin, Selection, TextSelection } = pm.state;

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
export function insertBlock({ view }, node) {
  const { state } = view;
  const { $to } = state.selection;
  const transaction = closeHistory(state.tr); // what was typed and the block are undone one by one
  const block = $to.depth ? $to.node(1) : null;
  let at = $to.depth ? $to.after(1) : state.selection.to;
  if (block?.type.name === "paragraph" && !block.content.size) {
    at = $to.before(1);
    transaction.replaceWith(at, $to.after(1), node);
  } else {
    transaction.insert(at, node);
  }
  const behind = at + node.nodeSize;
  // Without a paragraph behind it, typing would replace the block or land before it.
  if (transaction.doc.nodeAt(behind)?.type.name !== "paragraph") {
    transaction.insert(behind, state.schema.nodes.paragraph.create());
  }
  const isText = node.type.name === "pullQuote";
  transaction.setSelection(
    isText ? Selection.near(transaction.doc.resolve(behind - 1), -1) : TextSelection.create(transaction.doc, behind + 1),
  );
  view.dispatch(transaction.scrollIntoView());
  view.dispatch(closeHistory(view.state.tr));
  view.focus();
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
  show(dom, node);
  return {
    dom,
    contentDOM,
    update(changed) {
      if (changed.type !== node.type) return false;
      node = changed;
      show(dom, node);
      return true;
    },
    selectNode: () => dom.classList.add("ProseMirror-selectednode"),
    deselectNode: () => dom.classList.remove("ProseMirror-selectednode"),
    stopEvent: (event) => Boolean(event.target.closest?.("input, button")),
    ignoreMutation: ({ type, target }) => type === "attributes" || !contentDOM?.contains(target),
  };
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
      /** A picture of the library; with a `file`, that one, uploaded. */
      addFigure:
        (file) =>
        ({ editor, dispatch }) => {
          if (dispatch) {
            openDialog("images", { language, file }).then((image) => {
              if (image) insertBlock(editor, editor.schema.nodes.figure.create({ image: image.id }));
              else editor.view.focus();
            });
          }
          return true;
        },
    }),
    addProseMirrorPlugins() {
      const take = (transfer) => {
        const file = [...transfer.files].find(({ type }) => type.startsWith("image/"));
        return Boolean(file) && this.editor.commands.addFigure(file);
      };
      return [
        new Plugin({
          props: {
            // Word puts a picture of the text beside the text itself.
            handlePaste: (_view, { clipboardData }) => !clipboardData.types.includes("text/html") && take(clipboardData),
            handleDrop: (view, event, _slice, moved) => {
              const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
              if (moved || !place || !take(event.dataTransfer)) return false;
              view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(place.pos))));
              event.preventDefault();
              return true;
            },
          },
        }),
      ];
    },
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
      addReadAlso:
        () =>
        ({ editor, dispatch }) => {
          if (dispatch) {
            openDialog("articles", { except: self }).then((article) => {
              if (article) insertBlock(editor, editor.schema.nodes.readAlso.create({ article: article.id }));
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
              if (found) insertBlock(editor, editor.schema.nodes.embed.create({ url: found.url }));
              else editor.view.focus();
            });
          }
          return true;
        },
    }),
    addKeyboardShortcuts: () => ({ "Mod-Alt-7": ({ editor }) => editor.commands.addEmbed() }),
  });
