/**
 * Pasting: what any program puts on the clipboard becomes blocks (lines.js), is mended (letters.js) and arrives in the
 * editor's own vocabulary, as one step to undo. It works while the server is away. The server cleans once more.
 */

import { Extension, pm } from "django-prose-editor/editor";
import { insertBlock, replaceLine } from "desk/editor/blocks";
import { embedTest } from "desk/editor/embedding";
import { joinBroken, mendLines, written } from "desk/editor/lines";
import { readHTML, withoutStyles } from "desk/editor/pasted-html";
import { readPlainText, readText } from "desk/editor/pasted-text";

const { closeHistory } = pm.history;
const { DOMParser: Parser, Fragment, Slice } = pm.model;
const { Plugin } = pm.state;

const LONGEST = 1_000_000; // characters, as articles/body.py
const OWN = /\sdata-pm-slice="/; // looked for in megabytes, so without what stands around it

/**
 * The extension that pastes, for one editor. `field` has the embeds' addresses, the sentences that a person may have to be
 * told (data-paste) and the element that says them.
 */
export function pasting(field) {
  const isEmbed = embedTest(field);
  const status = field.querySelector("[data-paste]");
  const say = (name) => (status.textContent = name ? status.dataset[name] : "");
  let pictures = []; // of the paste that is being read
  let isTooLong = false;

  const content = (blocks, view) => {
    const { $from, empty } = view.state.selection;
    const isLine = $from.parent.isTextblock && ($from.parent.content.size > 0 || !empty);
    return written(blocks, (address) => !(isLine && blocks.length === 1) && isEmbed(address));
  };

  return Extension.create({
    name: "pasting",

    /** What was said of a paste goes with the next change. */
    onTransaction({ transaction }) {
      if (transaction.docChanged && !transaction.getMeta("paste")) say("");
    },

    addProseMirrorPlugins() {
      const { editor } = this;
      return [
        new Plugin({
          props: {
            transformPastedHTML(html, view) {
              pictures = [];
              isTooLong = false;
              if (OWN.test(html)) return withoutStyles(html, (name) => /^(?:href|data-.*)$/.test(name));
              const page = readHTML(html);
              pictures = page.pictures;
              isTooLong = page.blocks.reduce((sum, { line }) => sum + (line?.textContent.length ?? 0), 0) > LONGEST;
              if (isTooLong) return "";
              mendLines(page.blocks);
              return content(page.isBroken ? joinBroken(page.blocks) : page.blocks, view).innerHTML;
            },
            clipboardTextParser(text, $context, isPlain, view) {
              pictures = [];
              isTooLong = text.length > LONGEST;
              if (isTooLong) return Slice.empty;
              const blocks = isPlain ? readPlainText(text) : readText(text);
              mendLines(blocks);
              const root = content(isPlain ? blocks : joinBroken(blocks), view);
              const parser = Parser.fromSchema(view.state.schema);
              const slice = parser.parseSlice(root, { preserveWhitespace: true, context: $context });
              return inTheLine(Slice.maxOpen(slice.content), $context.marks());
            },
            handlePaste(view, { clipboardData }, slice) {
              say("");
              const left = pictures;
              pictures = [];
              if (isTooLong || slice.size + view.state.doc.content.size > LONGEST) {
                say("tooLong");
                return true;
              }
              if (!slice.size && left.length) return takePicture(editor, clipboardData, left, say);
              if (left.length) say("pictures");
              if (slice.content.childCount === 1 && slice.content.firstChild.type.name === "embed") {
                pasteEmbed(editor, slice.content.firstChild);
                return true;
              }
              if (!slice.size) return false;
              if (!view.state.selection.$from.parent.content.size && isAddress(slice)) say("noEmbed");
              const change = closeHistory(view.state.tr).replaceSelection(standing(slice));
              view.dispatch(change.scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"));
              view.dispatch(closeHistory(view.state.tr)); // what is typed next is undone by itself
              return true;
            },
          },
        }),
      ];
    },
  });
}

/** A picture that was pasted alone is uploaded where the caret is (uploads.js); one that is only an address is refused in words. */
function takePicture(editor, clipboardData, addresses, say) {
  const file = [...clipboardData.files].find(({ type }) => type.startsWith("image/")) ?? fileOf(addresses[0]);
  if (file) editor.commands.addFiles([file]);
  else say("picture");
  return true;
}

/** The picture that a data: address holds, or null. */
function fileOf(address) {
  const [, type, encoded] = /^data:(image\/[\w.+-]+);base64,(.*)$/s.exec(address) ?? [];
  if (!type) return null;
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    return new File([bytes], `picture.${type.slice("image/".length)}`, { type });
  } catch {
    return null; // cut off on its way
  }
}

/** `slice` with the marks of the caret, where it is one line that joins another. */
function inTheLine(slice, marks) {
  const line = slice.content.firstChild;
  if (!marks.length || slice.content.childCount !== 1 || !line.isTextblock) return slice;
  const words = [];
  line.forEach((node) => words.push(node.mark(marks.reduce((set, mark) => mark.addToSet(set), node.marks))));
  return new Slice(Fragment.from(line.copy(Fragment.from(words))), slice.openStart, slice.openEnd);
}

/** `slice` with a heading, list or quotation at its ends as a block of its own, when it is one of several. */
function standing({ content, openStart, openEnd }) {
  const isBlock = ({ type }) => content.childCount > 1 && type.name !== "paragraph";
  return new Slice(content, isBlock(content.firstChild) ? 0 : openStart, isBlock(content.lastChild) ? 0 : openEnd);
}

/** Paste `embed`; where it has a line for itself it comes as a link first, to which the first undo goes back. */
function pasteEmbed(editor, embed) {
  const { schema, selection, tr } = editor.state;
  const { url } = embed.attrs;
  if (selection.$from.depth !== 1 || selection.$from.parent.type.name !== "paragraph" || !selection.empty) {
    insertBlock(editor, embed);
    return;
  }
  const link = schema.text(url, [schema.marks.link.create({ href: url })]);
  editor.view.dispatch(closeHistory(tr).replaceSelectionWith(link, false));
  replaceLine(editor, embed);
}

/** Is `slice` an address and nothing else? */
function isAddress({ content }) {
  return content.childCount === 1 && /^https?:\/\/\S+$/.test(content.firstChild.textContent);
}
