/**
 * Pasted HTML, made plain before the editor reads it: what Word, Google Docs and web pages mean by styles becomes
 * elements, and the styles and scripts go. The server cleans once more; this is for what the writer sees.
 */

const HEADINGS = { H1: "h2", H4: "h3", H5: "h3", H6: "h3" };
// How Word writes the marker of a list item: «·», «o», «§», «1.», «أ)», in a span of its own or at the line's start.
const BULLET = /^[\s\u00a0]*[·•o§\-–][\s\u00a0]+/;
const NUMBER = /^[\s\u00a0]*(?:\d+|[٠-٩]+|[a-zء-ي])[.)\-][\s\u00a0]+/i;

/** `html` without styles, handlers and comments, its lists, bold and headings as elements. */
export function cleanPasted(html) {
  const page = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  for (const element of [...page.body.querySelectorAll("[data-pasted]")]) {
    const style = element.dataset.pasted;
    delete element.dataset.pasted;
    takeMeaning(element, style);
  }
  for (const heading of page.body.querySelectorAll("h1, h4, h5, h6")) rename(heading, HEADINGS[heading.tagName]);
  gatherLists(page.body);
  return page.body.innerHTML;
}

/** The text with style attributes renamed: to parse them at all would break the page's security policy. */
function withoutStyles(html) {
  return html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<(style|script|title|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) =>
      tag
        .replace(/\sstyle\s*=\s*("[^"]*"|'[^']*')/gi, (_whole, value) => ` data-pasted=${value}`)
        .replace(/\s(?:style|on[a-z]+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""),
    );
}

function takeMeaning(element, style) {
  const isBold = /font-weight\s*:\s*(bold|[6-9]00)/i.test(style);
  if (element.matches("b, strong") && /font-weight\s*:\s*(normal|[1-4]00)/i.test(style)) {
    element.replaceWith(...element.childNodes); // Google Docs wraps the whole text in such a <b>
  } else if (isBold && element.matches("span")) {
    rename(element, "strong");
  } else if (/mso-list\s*:\s*ignore/i.test(style)) {
    element.dataset.marker = "";
  } else if (/mso-list\s*:/i.test(style)) {
    element.dataset.item = "";
  }
}

/** Word's paragraphs that are list items, in lists. */
function gatherLists(body) {
  let list = null;
  for (const item of [...body.querySelectorAll("[data-item], p.MsoListParagraph")]) {
    const marker = item.querySelector("[data-marker]");
    const text = marker?.textContent ?? item.textContent;
    const isNumbered = NUMBER.test(`${text} `) && !BULLET.test(`${text} `);
    if (marker) marker.remove();
    else dropMarker(item, isNumbered ? NUMBER : BULLET);
    const name = isNumbered ? "OL" : "UL";
    if (list?.tagName !== name || item.previousElementSibling !== list) {
      list = document.createElement(name);
      item.before(list);
    }
    const line = document.createElement("li");
    line.append(...item.childNodes);
    list.append(line);
    item.remove();
  }
}

function dropMarker(item, marker) {
  const first = document.createTreeWalker(item, NodeFilter.SHOW_TEXT).nextNode();
  if (first) first.data = first.data.replace(marker, "");
}

function rename(element, name) {
  const renamed = document.createElement(name);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
}
