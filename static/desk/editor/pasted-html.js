/**
 * HTML of the clipboard as blocks (lines.js). Word, Google Docs, WhatsApp, mail and web pages say by styles, classes and
 * attributes of their own what is a heading, a list, bold or hidden; that is read here, and nothing else of it kept.
 */

import { make } from "desk/editor/lines";
import { untracked } from "desk/editor/links";

// What a page's security policy would refuse even in a page that is only read is never parsed: styles and handlers.
const KEPT_ATTRIBUTES = /^(?:href|class|id|hidden|role|src|alt|aria-(?:level|hidden)|data-aria-level)$/;
const RAW = /^(?:script|style|title|textarea|noscript|iframe|xmp|noembed|noframes)$/;
const OF_THE_PAGE = /^(?:base|link|meta)$/; // these would speak for ours
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g;

const NOTHING_KEPT = /^(?:script|style|template|iframe|object|noscript|svg|math|select|title|button|input|textarea|nav|head|xml|audio|video|canvas|map)$/;
const BLOCKS =
  /^(?:p|div|section|article|main|header|footer|aside|figure|figcaption|address|table|caption|thead|tbody|tfoot|tr|td|th|dl|dt|dd|pre|center|details|summary|fieldset|form|legend|body|li|ul|ol|blockquote|h[1-6]|hr)$/;
const HEADINGS = { h1: "h2", h2: "h2", h3: "h3", h4: "h3", h5: "h3", h6: "h3" };
const HIDDEN_CLASS = /(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-reader(?:-text)?)(?:$|[\s_-])/i;
const SHARING_CLASS = /(?:^|[\s_-])(?:share|sharing|social|addthis|addtoany|sharedaddy)(?:$|[\s_-])/i;
const SHARING_LINK =
  /^(?:whatsapp:|https?:\/\/(?:[\w-]+\.)*(?:facebook\.com\/(?:sharer|dialog\/(?:share|send))|(?:twitter|x)\.com\/(?:intent|share)|wa\.me\/\?|whatsapp\.com\/send|t\.me\/share|telegram\.me\/share|linkedin\.com\/share|pinterest\.com\/pin\/create|reddit\.com\/submit))/i;
const LONGEST_BUTTONS = 200; // letters; an article may stand in an element of such a class as well
const HIDDEN_STYLE =
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?!\.?\d)|opacity\s*:\s*0(?!\.?\d)|clip\s*:\s*rect\(\s*[01])/i;
// How Word writes the marker of a list item: «·», «o», «§», «1.», «أ)», in a span of its own or at the line's start.
const BULLET = /^[\s\u00a0]*[·•o§▪■‣◦\uf0a7\uf0b7\-–][\s\u00a0]+/;
const NUMBER = /^[\s\u00a0]*(?:\d+|[٠-٩]+|[a-z]{1,4}|[ء-ي])[.)\-][\s\u00a0]+/i;

/**
 * The blocks of `html`; the addresses of its pictures, which are not among them; and whether it was written by a
 * program that makes a paragraph of every printed line.
 */
export function readHTML(html) {
  const page = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  const reader = new Reader();
  reader.read(page.body, { level: 0 });
  reader.end();
  return { blocks: reader.blocks, pictures: reader.pictures, isBroken: /Cocoa HTML Writer/.test(html.slice(0, 2000)) };
}

/** `html` without comments, styles and handlers, in one pass; a style attribute is kept under another name. */
export function withoutStyles(html, keeps = (name) => KEPT_ATTRIBUTES.test(name)) {
  const parts = [];
  const mark = /[>"']/g;
  let at = 0;
  while (at < html.length) {
    const start = html.indexOf("<", at);
    if (start < 0) break;
    parts.push(html.slice(at, start));
    const name = /^<\/?([a-z][^\s/>]*)/i.exec(html.slice(start, start + 60));
    if (html.startsWith("<!--", start)) {
      const end = html.indexOf("-->", start + 4);
      at = end < 0 ? html.length : end + 3;
    } else if (!name) {
      const isMarkup = /^<[!?/]/.test(html.slice(start, start + 2));
      const end = isMarkup ? html.indexOf(">", start) : start;
      if (!isMarkup) parts.push("&lt;");
      at = end < 0 ? html.length : end + 1;
    } else {
      mark.lastIndex = start + name[0].length;
      let found;
      while ((found = mark.exec(html)) && found[0] !== ">") {
        if (!/=\s*$/.test(html.slice(Math.max(start, found.index - 8), found.index))) continue;
        const close = html.indexOf(found[0], found.index + 1);
        if (close < 0) found = null;
        if (close < 0) break;
        mark.lastIndex = close + 1;
      }
      if (!found) return parts.join("");
      at = found.index + 1;
      if (OF_THE_PAGE.test(name[1].toLowerCase())) continue;
      if (name[0][1] === "/") {
        parts.push(`</${name[1]}>`);
      } else if (RAW.test(name[1].toLowerCase())) {
        const close = new RegExp(`</${name[1]}[^>]*>`, "gi");
        close.lastIndex = at;
        at = close.exec(html) ? close.lastIndex : html.length;
      } else {
        parts.push(openingTag(name[1], html.slice(start + name[0].length, found.index), keeps));
      }
    }
  }
  if (at < html.length) parts.push(html.slice(at));
  return parts.join("");
}

function openingTag(name, inside, keeps) {
  const kept = [];
  for (const [, attribute, double, single, bare] of inside.matchAll(ATTRIBUTE)) {
    const value = double ?? single?.replaceAll('"', "&quot;") ?? bare ?? "";
    const lower = attribute.toLowerCase();
    if (lower === "style") kept.push(` data-pasted="${value}"`);
    else if (keeps(lower)) kept.push(` ${lower}="${value}"`);
  }
  return `<${name}${kept.join("")}>`;
}

/** Goes through a page and collects its blocks. `around` is what the elements around the present one say. */
class Reader {
  constructor() {
    this.blocks = [];
    this.pictures = [];
    this.block = null;
    this.breaks = 0;
  }

  read(element, around) {
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.text(node.data, around);
      else if (node.nodeType === Node.ELEMENT_NODE) this.element(node, around);
    }
  }

  element(element, around) {
    const name = element.localName;
    const style = element.dataset.pasted ?? "";
    if (NOTHING_KEPT.test(name) || isHidden(element, style) || isSharing(element)) return;
    if (name === "br") this.breaks += this.block ? 1 : 0;
    else if (name === "img") this.picture(element, around);
    else if (name === "hr") this.rule();
    else if (!BLOCKS.test(name)) this.read(element, this.inline(element, name, style, around));
    else {
      this.end();
      const inside = this.around(element, name, style, around);
      this.read(element, inside);
      this.end();
    }
  }

  inline(element, name, style, around) {
    const inside = formatted(element, name, style, around);
    if (/mso-list\s*:\s*ignore/i.test(style)) return { ...inside, isMarker: true };
    if (name !== "a") return inside;
    const raw = element.getAttribute("href") ?? "";
    const href = /^(?:https?:\/\/[^\s/]|mailto:|tel:)/i.test(raw.trim()) ? untracked(raw.trim()) : "";
    const saysItself = href && element.textContent.trim() === raw.trim();
    return { ...inside, href, says: saysItself ? href : "" };
  }

  around(element, name, style, around) {
    const inside = { ...formatted(element, name, style, around), isMarker: false };
    const level = Number(element.dataset.ariaLevel ?? element.getAttribute("aria-level"));
    const heading = HEADINGS[name] ?? (element.getAttribute("role") === "heading" && HEADINGS[`h${level || 2}`]);
    if (heading || /\bMsoTitle\b/.test(element.className)) inside.heading = heading || "h2";
    else if (name === "blockquote") inside.isQuoted = true;
    else if (name === "ul" || name === "ol") Object.assign(inside, { level: around.level + 1, isOrdered: name === "ol" });
    else if (name === "li") inside.item = { level: level || around.level || 1, isOrdered: Boolean(around.isOrdered) };
    else if (/mso-list\s*:\s*\w+\s+level/i.test(style) || /\bMsoListParagraph/.test(element.className)) {
      const deep = /\blevel(\d)/i.exec(style)?.[1];
      inside.item = { level: Number(deep ?? 1), isOrdered: false, fromWord: true };
    }
    return inside;
  }

  text(data, around) {
    if (around.isMarker) {
      this.marker = (this.marker ?? "") + data;
      return;
    }
    if (around.isPre) {
      data.split(/\r\n?|\n/).forEach((row, place) => {
        if (place && this.block) this.breaks += 1;
        this.words(row, around);
      });
    } else {
      this.words(data.replace(/[ \t\r\n\f]+/g, " "), around);
    }
  }

  words(words, around) {
    if (!words || (!this.block && !/[^ ]/.test(words))) return;
    if (this.breaks > 1) this.end(); // two line breaks are how pages without paragraphs make them
    if (!this.block) this.begin(around);
    if (this.breaks && words.trim()) {
      this.block.line.append(make("br"));
      this.breaks = 0;
      words = words.trimStart();
    }
    if (around.says) words = around.says;
    let node = document.createTextNode(words);
    if (around.isItalic && !around.heading) node = make("em", node);
    if (around.isBold && !around.heading) node = make("strong", node);
    if (around.href) {
      const link = make("a", node);
      link.setAttribute("href", around.href);
      node = link;
    }
    this.block.line.append(node);
  }

  begin({ heading, item, isQuoted = false }) {
    this.breaks = 0;
    this.block = { kind: heading && !item && !isQuoted ? heading : item ? "item" : "p", line: make("p"), isQuoted };
    if (!item) return;
    const { level, isOrdered } = item;
    Object.assign(this.block, { level, isOrdered, isMore: Boolean(item.isBegun), fromWord: item.fromWord });
    item.isBegun = true;
  }

  /** End the block that is being read, if there is one. */
  end() {
    const { block, marker = "" } = this;
    this.block = null;
    this.breaks = 0;
    this.marker = undefined;
    if (!block || !block.line.textContent.trim()) return;
    if (block.fromWord) this.wordItem(block, marker);
    this.blocks.push(block);
  }

  /** What kind of list an item of Word is in; the marker may be a part of its text. */
  wordItem(block, marker) {
    const text = `${marker || block.line.textContent} `;
    block.isOrdered = NUMBER.test(text) && !BULLET.test(text);
    if (marker) return;
    const first = document.createTreeWalker(block.line, NodeFilter.SHOW_TEXT).nextNode();
    first.data = first.data.replace(block.isOrdered ? NUMBER : BULLET, "");
  }

  rule() {
    this.end();
    this.blocks.push({ kind: "hr" });
  }

  picture(element, around) {
    const alt = element.alt ?? "";
    if (/^(?:\p{Extended_Pictographic}|\p{Emoji_Component}|\u200d|\ufe0f){1,12}$/u.test(alt)) this.words(alt, around);
    else if (element.getAttribute("src")) this.pictures.push(element.getAttribute("src"));
  }
}



function formatted(element, name, style, around) {
  const inside = { ...around };
  const weight = /(?:^|;)\s*font-weight\s*:\s*([\w]+)/i.exec(style)?.[1].toLowerCase();
  const slant = /(?:^|;)\s*font-style\s*:\s*(\w+)/i.exec(style)?.[1].toLowerCase();
  const space = /(?:^|;)\s*white-space\s*:\s*([\w-]+)/i.exec(style)?.[1].toLowerCase();
  if (weight) inside.isBold = /^(?:bold|bolder|[6-9]\d\d)$/.test(weight);
  else if (name === "b" || name === "strong") inside.isBold = true;
  if (slant) inside.isItalic = /^(?:italic|oblique)$/.test(slant);
  else if (/^(?:i|em|cite)$/.test(name)) inside.isItalic = true;
  if (space) inside.isPre = space !== "normal" && space !== "nowrap";
  else if (name === "pre") inside.isPre = true;
  return inside;
}

function isHidden(element, style) {
  if (element.hidden || element.getAttribute("aria-hidden") === "true") return true;
  return HIDDEN_CLASS.test(element.className) || HIDDEN_STYLE.test(style);
}

function isSharing(element) {
  if (element.localName === "a") return SHARING_LINK.test(element.getAttribute("href") ?? "");
  if (element.getAttribute("role") === "button") return true;
  return (
    SHARING_CLASS.test(`${element.className} ${element.id}`) && element.textContent.trim().length < LONGEST_BUTTONS
  );
}
