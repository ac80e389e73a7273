/** Finds words in a text, as they are written or past tashkeel, tatweel and hamza. Pure functions on strings. */

const UNSEEN =
  /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0640\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;
const MARK = /\p{M}/u;
const WITHIN_A_WORD = /[\p{L}\p{N}\p{M}\u0640]/u;
const UNITED = { أ: "ا", إ: "ا", آ: "ا", ٱ: "ا", ؤ: "ء", ئ: "ء" };
const DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹";

/** `text` without tashkeel, tatweel, unseen signs and hamzas' seats, and the place in `text` of each of its letters. */
function folded(text) {
  let key = "";
  const places = [];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (UNSEEN.test(letter)) continue;
    const digit = DIGITS.indexOf(letter);
    key += digit < 0 ? (UNITED[letter] ?? letter) : String(digit % 10);
    places.push(at);
  }
  return { key, places };
}

function asWritten(text) {
  return { key: text, places: Array.from(text, (_letter, at) => at) };
}

/** A small letter for each capital that has one of one sign, so that places stay. */
function lowered(key) {
  return key.replace(/\p{Lu}/gu, (letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter));
}

/**
 * Where `words` stand in `text`: [[start, end], …], none over another, each with the marks on its last letter.
 * `isLoose`: past tashkeel, tatweel and hamza; `isWhole`: not inside of a longer word. Capitals are as small letters.
 */
export function occurrences(text, words, { isLoose, isWhole }) {
  const read = isLoose ? folded : asWritten;
  const wanted = lowered(read(words.normalize("NFC")).key);
  if (!wanted) return [];
  const { key, places } = read(text);
  const within = lowered(key);
  const found = [];
  for (let at = within.indexOf(wanted); at >= 0; at = within.indexOf(wanted, at)) {
    const start = places[at];
    let end = places[at + wanted.length - 1] + 1;
    while (isLoose && end < text.length && UNSEEN.test(text[end])) end += 1;
    const cutsALetter = MARK.test(text[end] ?? "") && !isLoose;
    const isPart = WITHIN_A_WORD.test(text[start - 1] ?? "") || WITHIN_A_WORD.test(text[end] ?? "");
    if (cutsALetter || (isWhole && isPart)) at += 1;
    else {
      found.push([start, end]);
      at += wanted.length;
    }
  }
  return found;
}
