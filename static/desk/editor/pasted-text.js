/** Plain text of the clipboard as blocks (lines.js): of chats with their signs, of PDF with its lines, of anything. */

import { make } from "desk/editor/lines";
import { untracked } from "desk/editor/links";

const DIGITS = "[\\d٠-٩]";
const DATE = `${DIGITS}{1,4}[/.\\-]${DIGITS}{1,2}[/.\\-]${DIGITS}{2,4}`;
const TIME = `${DIGITS}{1,2}:${DIGITS}{2}(?::${DIGITS}{2})?(?:[\\s\\u202f]?(?:[AaPp]\\.?[Mm]\\.?|ص|م))?`;
const UNSEEN = "[\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]*";
// The head of a message: [12:30، 23/11/2026] ليلى:  or, in an exported chat, 23/11/2026, 12:30 - ليلى:
const STAMP = new RegExp(
  `^${UNSEEN}(?:\\[${UNSEEN}(?:${TIME}${UNSEEN}[,،]\\s*${UNSEEN}${DATE}|${DATE}${UNSEEN}[,،]\\s*${UNSEEN}${TIME})${UNSEEN}\\]\\s*` +
    `|${DATE}${UNSEEN}[,،]\\s*${UNSEEN}${TIME}${UNSEEN}\\s[-–]\\s)(?=${UNSEEN}[^:\\n]{1,60}:)`,
);
const BULLET = /^([ \t]*)([•▪■◦●‣·*\uf0b7-])[ \t\u00a0]+(?=\S)/;
const NUMBER = /^([ \t]*)(\d{1,2}|[٠-٩]{1,2})[ \t]?[.)\-–][ \t\u00a0]+(?=\S)/;
const MAY_BE_A_DASH = /[-*]/;

// What chats show bold, slanted, struck out or as typed by a machine. An address is none of that.
const SIGNS =
  /(https?:\/\/[^\s<>"“”«»،؛]+)|(?<![\p{L}\p{N}*_~`])(\*\*?|_|~|```)(?=[^\s*_~`])((?:(?!\2)[^\n])*?[^\s*_~`]|[^\s*_~`])\2(?![\p{L}\p{N}*_~`])/gu;
const ELEMENTS = { "*": "strong", "**": "strong", _: "em" };

/** The blocks of `text`: its messages, lists, and what chats put between signs. */
export function readText(text) {
  const blocks = [];
  let isApart = false;
  for (const row of rowsOf(text)) {
    const words = row.replace(STAMP, "");
    if (!words.trim()) isApart = true;
    else {
      blocks.push({ kind: "p", row: words, line: null, isQuoted: false, isApart: isApart || words !== row });
      isApart = false;
    }
  }
  takeLists(blocks, BULLET, (sign, run) => !MAY_BE_A_DASH.test(sign) || run.length > 1);
  takeLists(blocks, NUMBER, (sign, run) => run.length > 1 && numberOf(sign) === 1);
  for (const block of blocks) block.line = make("p", ...formatted(block.row));
  return blocks;
}

/** The blocks of `text` as it stands: each line a paragraph, nothing in it read as a sign. */
export function readPlainText(text) {
  const rows = rowsOf(text);
  const blocks = rows.filter((row) => row.trim()).map((row) => ({ kind: "p", line: make("p", row), isQuoted: false }));
  return blocks.length ? blocks : [{ kind: "p", line: make("p", rows.join(" ")), isQuoted: false }];
}

function rowsOf(text) {
  return text.split(/\r\n?|[\n\v\f\u2028\u2029]/);
}

/** Make items of each run of paragraphs with a marker, if `isList` of its first sign and the run. */
function takeLists(blocks, marker, isList) {
  for (let start = 0; start < blocks.length; start++) {
    const run = [];
    while (follows(blocks[start + run.length], marker, run)) run.push(blocks[start + run.length]);
    if (!run.length || !isList(marker.exec(run[0].row)[2], run)) continue;
    const margins = [...new Set(run.map(({ row }) => marginOf(row)))].sort((one, other) => one - other);
    for (const block of run) {
      const level = margins.indexOf(marginOf(block.row)) + 1;
      Object.assign(block, { kind: "item", level, isOrdered: marker === NUMBER, row: block.row.replace(marker, "") });
    }
    start += run.length - 1;
  }
}

function follows(block, marker, run) {
  const sign = block?.kind === "p" && marker.exec(block.row)?.[2];
  if (!sign || (run.length && block.isApart && MAY_BE_A_DASH.test(sign))) return false;
  return marker !== NUMBER || !run.length || numberOf(sign) === run.length + 1;
}

function marginOf(row) {
  return /^[ \t]*/.exec(row)[0].replaceAll("\t", "    ").length;
}

function numberOf(sign) {
  return Number([...sign].map((digit) => "٠١٢٣٤٥٦٧٨٩".indexOf(digit)).map((value, at) => (value < 0 ? sign[at] : value)).join(""));
}

/** `text` as nodes: links, and bold and em where chats have their signs. */
function formatted(text) {
  const nodes = [];
  let done = 0;
  for (const { 0: whole, 1: address, 2: sign, 3: inside, index } of text.matchAll(SIGNS)) {
    nodes.push(text.slice(done, index));
    done = index + whole.length;
    if (address) nodes.push(...linked(address));
    else if (ELEMENTS[sign]) nodes.push(make(ELEMENTS[sign], ...formatted(inside)));
    else nodes.push(...formatted(inside));
  }
  return [...nodes, text.slice(done)].filter((node) => node !== "");
}

function linked(address) {
  const [behind] = /[.,:;!?)\]…؟]*$/.exec(address);
  const href = untracked(address.slice(0, address.length - behind.length));
  const link = make("a", href);
  link.setAttribute("href", href);
  return behind ? [link, behind] : [link];
}
