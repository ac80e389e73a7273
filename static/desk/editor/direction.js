/** Finds the direction of each paragraph by itself, by the rule that readers' pages have (articles/isolation.py). */

import { Extension, pm } from "django-prose-editor/editor";

const { Plugin } = pm.state;
const { Decoration, DecorationSet } = pm.view;

const LETTER = /\p{L}/gu;
const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** How a block of `text` runs among those that run as `page`: "ltr" or "rtl". */
export function blockDirection(text, page) {
  const letters = text.match(LETTER) ?? [];
  const fromRight = letters.filter((letter) => FROM_RIGHT.test(letter)).length;
  const others = page === "rtl" ? letters.length - fromRight : fromRight;
  const beginsAsThePage = letters.length === 0 || FROM_RIGHT.test(letters[0]) === (page === "rtl");
  if (beginsAsThePage || 2 * others <= letters.length) return page;
  return page === "rtl" ? "ltr" : "rtl";
}

const found = new WeakMap(); // nodes never change, so what was found for one stays true

function directionOf(node, page) {
  if (!found.has(node)) found.set(node, blockDirection(node.textContent, page));
  return found.get(node);
}

/** The extension that turns paragraphs, headings and items in a text that runs as `page`; nothing of it is kept. */
export function directions(page) {
  const turned = (doc) => {
    const decorations = [];
    doc.descendants((node, position, parent) => {
      if (!node.isTextblock) return true;
      const isLine = node.type.name === "paragraph" || node.type.name === "heading";
      const dir = directionOf(node, page);
      if (!isLine || dir === page) return false;
      decorations.push(Decoration.node(position, position + node.nodeSize, { dir }));
      const isItem = parent.type.name === "listItem" && parent.firstChild === node;
      if (isItem && parent.maybeChild(1)?.type.name !== "paragraph") {
        decorations.push(Decoration.node(position - 1, position - 1 + parent.nodeSize, { dir }));
      }
      return false;
    });
    return DecorationSet.create(doc, decorations);
  };
  return Extension.create({
    name: "directions",
    addProseMirrorPlugins: () => [
      new Plugin({
        state: {
          init: (_config, { doc }) => turned(doc),
          apply: (transaction, decorations) => (transaction.docChanged ? turned(transaction.doc) : decorations),
        },
        props: {
          decorations(state) {
            return this.getState(state);
          },
        },
      }),
    ],
  });
}
