/** How many words the article has and how long it takes to read, as the server counts them (arabic/cutting.py, C6). */

// What Python's str.split() takes for space, which \s is not quite.
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const IS_WORD = /[\p{L}\p{N}]/u;
const NOT_READ = ["pullQuote", "figure"]; // they repeat the text, or stand beside it

/** How many words `text` has; marks and punctuation alone are none. */
export function wordCount(text) {
  return text.split(SPACE).filter((piece) => IS_WORD.test(piece)).length;
}

/** The minutes that so many words take, one at the least. */
export function readingMinutes(words, wordsPerMinute) {
  return Math.max(1, Math.ceil(words / wordsPerMinute));
}

const counted = new WeakMap(); // nodes never change, so a count stays true

function wordsIn(doc) {
  let sum = 0;
  doc.descendants((node) => {
    if (!node.isTextblock) return true;
    if (!counted.has(node)) counted.set(node, wordCount(node.textBetween(0, node.content.size, null, "\n")));
    if (!NOT_READ.includes(node.type.name)) sum += counted.get(node);
    return false;
  });
  return sum;
}

/** Keep the count of `field` ([data-count]) true while one writes the text or the headline over it. */
export function counting(field, editor) {
  const shown = field.querySelector("[data-count]");
  const { words, minutes, reading, perMinute, digits } = shown.dataset;
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const numbers = new Intl.NumberFormat("en", { numberingSystem: digits, useGrouping: false });
  const say = (count, forms) => (forms[plural.select(count)] ?? forms.other).replace("{n}", numbers.format(count));
  const forms = { words: JSON.parse(words), minutes: JSON.parse(minutes) };
  const headline = field.closest(".edition")?.querySelector(".written-headline textarea");

  const count = () => {
    const all = wordsIn(editor.state.doc) + wordCount(headline?.value ?? "");
    const time = say(readingMinutes(all, Number(perMinute)), forms.minutes);
    shown.textContent = `${say(all, forms.words)} · ${reading.replace("{minutes}", time)}`;
  };
  editor.on("update", count);
  headline?.addEventListener("input", count);
  count();
}
