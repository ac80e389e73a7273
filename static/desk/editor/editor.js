/** Starts the body's editor on each [data-editor] of the page. */

import {
  Blockquote,
  Bold,
  BulletList,
  Document,
  Dropcursor,
  Editor,
  Gapcursor,
  HardBreak,
  Heading,
  History,
  HorizontalRule,
  Italic,
  Link,
  ListItem,
  OrderedList,
  Paragraph,
  Placeholder,
  Text,
} from "django-prose-editor/editor";
import { blocks } from "desk/editor/blocks";
import { characters } from "desk/editor/characters";
import { counting } from "desk/editor/counting";
import { directions } from "desk/editor/direction";
import { lineBlocks } from "desk/editor/embedding";
import { finding } from "desk/editor/find";
import { pasting } from "desk/editor/paste";
import { quiet } from "desk/editor/quiet";
import { shortcuts } from "desk/editor/shortcuts";
import { toolbar } from "desk/editor/toolbar";
import { uploads } from "desk/editor/uploads";
import { openDialog } from "desk/pickers";

const LINES_AND_LISTS = "paragraph | bulletList | orderedList";

const Address = Link.extend({
  addAttributes: () => ({ href: { default: null } }),
  addCommands() {
    return {
      ...this.parent?.(),
      editLink:
        () =>
        ({ editor, state, dispatch }) => {
          const isLink = editor.isActive("link");
          if (state.selection.empty && !isLink) return false;
          if (dispatch) {
            openDialog("link", editor.getAttributes("link")).then((chosen) => {
              const change = editor.chain().focus().extendMarkRange("link");
              if (chosen?.remove) change.unsetLink().run();
              else if (chosen) change.setLink({ href: chosen.href }).run();
              else editor.view.focus();
            });
          }
          return true;
        },
    };
  },
  addKeyboardShortcuts: () => ({
    "Mod-k": ({ editor }) => {
      editor.commands.editLink();
      return true; // the browser's own Ctrl+K leaves the page
    },
  }),
}).configure({ autolink: false, enableTarget: false, HTMLAttributes: { target: null, rel: null, class: null } });

function start(field) {
  const textarea = field.querySelector("textarea");
  const { lang, dir } = field.querySelector("[data-text-area]");
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const editor = new Editor({
    element: field.querySelector("[data-text-area]"),
    editable: !textarea.disabled,
    content: textarea.value,
    enablePasteRules: false, // paste.js knows what a chat's signs mean
    injectCSS: false, // the policy forbids a <style> of the script's; editor.css has it
    extensions: [
      Document,
      Paragraph,
      Text,
      Heading.configure({ levels: [2, 3] }),
      BulletList,
      OrderedList,
      ListItem.extend({ content: `paragraph (${LINES_AND_LISTS})*` }),
      Blockquote.extend({ content: `(${LINES_AND_LISTS})+` }),
      HorizontalRule,
      HardBreak,
      Bold,
      Italic,
      Address,
      History,
      Dropcursor,
      Gapcursor,
      Placeholder.configure({ placeholder: field.dataset.placeholder }),
      ...blocks(field, lang),
      directions(dir),
      finding(field),
      lineBlocks(field),
      uploads(field, lang),
      pasting(field),
    ],
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label?.textContent.trim() || field.dataset.label,
        lang,
        dir,
      },
      scrollThreshold: 100, // room for the bars that stay at the edges
      scrollMargin: 110,
      handleDOMEvents: { mousedown: writeBelow },
    },
    onUpdate() {
      const html = editor.getHTML();
      textarea.value = html === "<p></p>" ? "" : html; // isEmpty would take a lone picture for nothing
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  label?.addEventListener("click", () => editor.view.focus());
  textarea.hidden = true;
  toolbar(field.querySelector("[role=toolbar]"), editor);
  for (const part of [characters, counting, quiet, shortcuts]) part(field, editor);
  field.classList.add("is-ready");
  textarea.dispatchEvent(new CustomEvent("prose-editor:ready", { detail: { editor, textarea }, bubbles: true }));
}

/** A click under the last block, when that is none to write in, begins a paragraph there. */
function writeBelow(view, event) {
  const { doc, schema, tr } = view.state;
  const isBelow = event.target === view.dom && event.clientY > view.dom.lastElementChild.getBoundingClientRect().bottom;
  if (!isBelow || !view.editable || ["paragraph", "heading"].includes(doc.lastChild.type.name)) return false;
  view.dispatch(tr.insert(doc.content.size, schema.nodes.paragraph.create()));
  return false;
}

for (const field of document.querySelectorAll("[data-editor]")) start(field);
