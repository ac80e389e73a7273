/** Lines that stand for a block: an address of a post or video alone in its line, «اقرأ أيضاً» with words behind it. */

import { Extension } from "django-prose-editor/editor";
import { replaceLine } from "desk/editor/blocks";

const UNREAD = /[\u064b-\u065f\u0640]/g; // marks and tatweel, which people write or leave out
const READ_ALSO = /^\s*[اإ]قر[أا]\s+[أا]يضا?\s*:?\s*(.*)$/s;

/** A test for addresses of what can be embedded, by the patterns of articles/embeds.py that `field` holds. */
export function embedTest(field) {
  const patterns = JSON.parse(field.querySelector("[data-block=embed]").dataset.patterns);
  const known = patterns.map((pattern) => new RegExp(`^(?:${pattern})$`, "i"));
  return (address) => known.some((pattern) => pattern.test(address));
}

/** Enter at the end of such a line makes the block of it, in one step to undo. */
export function lineBlocks(field) {
  const isEmbed = embedTest(field);
  return Extension.create({
    name: "lineBlocks",
    priority: 1000, // before the editor's own Enter
    addKeyboardShortcuts: () => ({
      Enter: ({ editor }) => {
        const { $from, empty } = editor.state.selection;
        const line = $from.parent;
        if (!empty || $from.depth !== 1 || line.type.name !== "paragraph" || $from.parentOffset < line.content.size) {
          return false;
        }
        const text = line.textContent.trim();
        if (isEmbed(text)) {
          replaceLine(editor, editor.schema.nodes.embed.create({ url: text }));
          return true;
        }
        const words = READ_ALSO.exec(text.replace(UNREAD, ""))?.[1];
        return words !== undefined && editor.commands.addReadAlso(words);
      },
    }),
  });
}
