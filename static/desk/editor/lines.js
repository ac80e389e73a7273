/**
 * A pasted text as a flat list of blocks, on its way from the clipboard to the editor. A block is
 *   kind     "p", "h2", "h3", "item" or "hr"
 *   line     an element that holds its words with strong, em, a and br; none has any other
 *   isQuoted whether it stands in a quotation
 *   level, isOrdered, isMore  of an item: how deep, which list, and whether it goes on with the item before
 *   isApart  whether an empty line stands before it
 */

import { Line, mendLetters, mendOrder } from "desk/editor/letters";

const DEEPEST_LIST = 6;
const NARROWEST = 35; // letters; a column of shorter lines may be a poem or a list
const NARROWEST_OF_TWO = 60; // two lines may be just two lines
const BEGINS_ITEM = /^\s*(?:[-–—•*]|\p{N}{1,2}\s?[.)\-–])\s/u;
const ENDS_SENTENCE = /[.؟!?:…]["”»)\]]*\s*$/;
const ADDRESS_ALONE = /^https?:\/\/[^\s/]+\/\S+$/i;

const page = document.implementation.createHTMLDocument();

/** An element of a page that shows and loads nothing. */
export function make(name, ...children) {
  const element = page.createElement(name);
  element.append(...children);
  return element;
}

/** The Lines of an element: one, or more where br divides it. */
function linesOf(element) {
  const lines = [[]];
  const walker = page.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.TEXT_NODE) lines.at(-1).push(node);
    else if (node.localName === "br") lines.push([]);
  }
  return lines.map((nodes) => new Line(nodes));
}

/** Put the order of letters and marks right, line by line as they were copied. */
export function mendLines(blocks) {
  for (const { line } of blocks) if (line) linesOf(line).forEach(mendOrder);
}

/** Join what a page's width has broken: PDF has a line break at the end of each printed line. */
export function joinBroken(blocks) {
  const joined = [];
  for (const group of groups(blocks)) {
    const width = Math.max(...group.map(({ line }) => line?.textContent.length ?? 0));
    if (!isBroken(group, width)) {
      joined.push(...group);
      continue;
    }
    let last = null;
    for (const block of group) {
      if (last && !BEGINS_ITEM.test(block.text)) last.line.append(" ", ...block.line.childNodes);
      else joined.push((last = block));
      if (endsParagraph(block.text, width)) last = null;
    }
  }
  return joined;
}

/** Paragraphs without an empty line between them, together; every other block by itself. */
function* groups(blocks) {
  let group = [];
  for (const block of blocks) {
    const belongs = block.kind === "p" && !block.isApart && group.at(-1)?.kind === "p" && group[0].isQuoted === block.isQuoted;
    if (group.length && !belongs) {
      yield group;
      group = [];
    }
    group.push(block);
  }
  if (group.length) yield group;
}

function isBroken(group, width) {
  if (group.length < 2 || width < (group.length === 2 ? NARROWEST_OF_TWO : NARROWEST)) return false;
  for (const block of group) block.text = block.line.textContent;
  if (group.some(({ text }) => /\S\s{4,}\S/.test(text))) return false; // the halves of a verse
  const inside = group.slice(0, -1);
  const broken = inside.filter(({ text }) => text.length >= 0.7 * width && !ENDS_SENTENCE.test(text));
  return broken.length > 0 && broken.length >= inside.length / 2;
}

function endsParagraph(text, width) {
  return text.length < 0.6 * width || (text.length < 0.9 * width && ENDS_SENTENCE.test(text));
}

/**
 * The blocks as an element for the editor's own parser. `isEmbed(address)` says of which addresses, alone in their
 * paragraph, an embed is made; spaces at the ends of a text of one paragraph stay.
 */
export function written(blocks, isEmbed) {
  for (const { line } of blocks) if (line) for (const part of linesOf(line)) mendLetters(part);
  if (blocks.length > 1) for (const { line } of blocks) if (line) trim(line);
  const root = make("div");
  const place = new Place(root);
  for (const block of blocks) {
    if (block.kind === "hr") place.top(block).append(make("hr"));
    else if (!block.line.textContent.trim()) continue;
    else if (block.kind === "item") place.item(block).append(filled("p", block.line));
    else if (isEmbed(addressIn(block))) place.top(block).append(embedOf(addressIn(block)));
    else place.top(block).append(filled(block.isQuoted ? "p" : block.kind, block.line));
  }
  return root;
}

function filled(name, line) {
  return make(name, ...line.childNodes);
}

/** The address that is all a paragraph says, or "". */
function addressIn({ kind, line }) {
  const text = line.textContent.trim();
  if (kind !== "p" || !ADDRESS_ALONE.test(text)) return "";
  const links = line.querySelectorAll("a");
  return links.length === 1 ? links[0].getAttribute("href") : text;
}

function embedOf(address) {
  const embed = make("div");
  embed.setAttribute("data-embed", address);
  return embed;
}

function trim(line) {
  const [first] = linesOf(line);
  const last = linesOf(line).at(-1);
  first.apply([[0, first.text.length - first.text.trimStart().length, ""]]);
  last.apply([[last.text.trimEnd().length, last.text.length, ""]]);
}

/** Where the next block goes: into quotations and lists that are opened and closed as their blocks come. */
class Place {
  constructor(root) {
    this.root = root;
    this.quotation = null;
    this.lists = [];
  }

  top({ isQuoted }) {
    this.lists = [];
    if (!isQuoted) this.quotation = null;
    else if (!this.quotation) this.root.append((this.quotation = make("blockquote")));
    return this.quotation ?? this.root;
  }

  /** The list item that `block` fills or goes on with. */
  item({ isQuoted, level, isOrdered, isMore }) {
    const depth = Math.min(level, this.lists.length + 1, DEEPEST_LIST);
    this.lists = Boolean(this.quotation) === Boolean(isQuoted) ? this.lists.slice(0, depth) : [];
    if (isMore && this.lists.length) return this.lists.at(-1).lastElementChild;
    const name = isOrdered ? "ol" : "ul";
    if (this.lists.length >= depth && this.lists.at(-1).localName !== name) this.lists.pop();
    if (this.lists.length < depth) {
      const around = this.lists.at(-1)?.lastElementChild ?? this.top({ isQuoted });
      const list = make(name);
      around.append(list);
      this.lists.push(list);
    }
    const item = make("li");
    this.lists.at(-1).append(item);
    return item;
  }
}
