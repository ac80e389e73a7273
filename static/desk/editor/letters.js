/**
 * The letters of pasted text. Old software, PDF and web pages leave shapes of letters in place of letters, characters
 * that print nothing, and marks that stand the wrong way round. A paste is mended here and nowhere else: only the
 * browser knows what was pasted, and it must know it while the server is away. The rules are those of
 * arabic/proofreading by their ids; a test holds both against each other.
 */

const LETTER = "\\u0620-\\u063f\\u0641-\\u064a\\u066e\\u066f\\u0671-\\u06d3\\u06d5\\u06e5\\u06e6\\u06ee\\u06ef\\u06fa-\\u06fc\\u06ff\\u0750-\\u077f\\u08a0-\\u08c9";
const MARK = "\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed";
const FORM = "\\ufb50-\\ufd3d\\ufd40-\\ufdf9\\ufe70-\\ufefc";
const TATWEEL = "\u0640";

const arabic = new RegExp(`[${LETTER}${FORM}]`);
const anyForm = new RegExp(`[${FORM}]`);
const forms = new RegExp(`[${FORM}]+`, "g");
const markAlone = new RegExp(`[ ${TATWEEL}](?=[${MARK}])`, "g");

// Forms that a letter has at a word's beginning and at its end: Unicode, Arabic Presentation Forms-B.
const INITIAL = /[\ufe8b\ufe91\ufe97\ufe9b\ufe9f\ufea3\ufea7\ufeb3\ufeb7\ufebb\ufebf\ufec3\ufec7\ufecb\ufecf\ufed3\ufed7\ufedb\ufedf\ufee3\ufee7\ufeeb\ufef3]/;
const FINAL = /[\ufe82\ufe84\ufe86\ufe88\ufe8a\ufe8e\ufe90\ufe94\ufe96\ufe9a\ufe9e\ufea2\ufea6\ufeaa\ufeac\ufeae\ufeb0\ufeb2\ufeb6\ufeba\ufebe\ufec2\ufec6\ufeca\ufece\ufed2\ufed6\ufeda\ufede\ufee2\ufee6\ufeea\ufeee\ufef0\ufef2\ufef6\ufef8\ufefa\ufefc]/;
const formWord = new RegExp(`[${FORM}]{2,}`, "g");
const MIRRORED = { "(": ")", ")": "(", "[": "]", "]": "[", "«": "»", "»": "«", "“": "”", "”": "“", "<": ">", ">": "<" };
const leftToRight = /[\p{Script=Latin}\d\u0660-\u0669\u06f0-\u06f9](?:[^\u0590-\u08ff\ufb50-\ufefc\s]*[\p{Script=Latin}\d\u0660-\u0669\u06f0-\u06f9%])?/gu;

const controls = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffc\ufffe\ue000-\uf8ff]/g;
const unprinted = new RegExp(
  `(?<=[ةى])\\u200b+(?=[${LETTER}])|[\\u00ad\\u061c\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]+`,
  "g",
);
const joinsEmoji = /[\udc00-\udfff\ufe0f]$/;
const joiningLetter = new RegExp(`[${LETTER}][${MARK}]*$`);
const entity = /&(?:#\d{2,6}|#x[\da-f]{2,5}|[a-z]{2,8});/gi;

const persianWord = new RegExp(`[${LETTER}${MARK}${TATWEEL}]*[کیە][${LETTER}${MARK}${TATWEEL}]*`, "g");
const persianOnly = /[پچژگ]/;
// Words whose last letter is alef maqsura: there Persian has one letter for it and for ya, and ya is the more frequent.
const inAlefMaqsura = new RegExp(
  "^[وفبل]?(?:ال)?(?:إلى|الى|على|حتى|لدى|مدى|سوى|متى|أنى|بلى|منى|ليلى|سلمى|هدى|موسى|عيسى|يحيى|مصطفى|مرتضى|كسرى|مستوى|محتوى|ملتقى" +
    "|مستشفى|مبنى|معنى|معطى|مرمى|مقهى|ملهى|منفى|مولى|فتوى|دعوى|شكوى|قوى|قرى|ذكرى|بشرى|جدوى|عدوى|رضى|هوى|ندى|صدى|أذى|قتلى|جرحى" +
    "|مرضى|أسرى|غرقى|أدنى|أعلى|أقصى|أولى|أخرى|كبرى|صغرى|عظمى|قصوى|وسطى|يمنى|يسرى|أغنى|أقوى|جرى|أجرى|رأى|أعطى|أتى|مضى|قضى|سعى|بنى" +
    "|دعا|تلقى|ألقى|التقى|انتهى|اشترى|تولى|أدلى|أبدى|أنهى|بقى|يبقى|تبقى|يسعى|تسعى|يتلقى|تتولى|يتولى|تخطى|تبنى|اكتفى|نفى|شتى|فرادى)$",
);

const tatweels = new RegExp(`(?<=[${LETTER}${MARK}])${TATWEEL}+(?=[${MARK}]*[${LETTER}])`, "g");
const notJoining = new RegExp(`[اأإآٱدذرزژوؤةىء][${MARK}]*$`);
const gluedClitic = new RegExp(`(?:^|[^${LETTER}${MARK}])(?:[وف]?[${MARK}]*[بكل][${MARK}]*|[وف]?ال)$`);
const hijri = new RegExp(`(?:^|[^${LETTER}${MARK}])ه$`);

const spaces = /[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]+/g;
const NO_BREAK = /^[\u00a0\u202f]$/;

const opensBefore = /(?:^|[\s(\[«“:،\-–—\u0640])$/;
const closesBehind = /^(?:$|[\s)\]».,:;،؛؟!…])/;
const turnedPairs = [/”([^“”\n]+)“/g, /»([^«»\n]+)«/g, /\)([^()\n]+)\(/g, /\]([^[\]\n]+)\[/g];
const code = /<[/A-Za-z][^<>\n]*>|`[^`\n]*`|\{[^{}\n]*\}/g;
const listNumber = /^\s*[\p{L}\p{N}]{1,3}\)/u;

const strayAtStart = new RegExp(`^[\\s\\u200e\\u200f\\u202a-\\u202e]*([.،؛؟!:])\\s*(?=["“«(]?[${LETTER}${FORM}])`);
const sentenceEnd = /[.،؛؟!?:…]["”»)\]]*\s*$/;

/** The text of one line, in the text nodes that hold it, so that a rule may look over the edges of bold and links. */
export class Line {
  constructor(nodes) {
    this.nodes = nodes;
  }

  get text() {
    return this.nodes.map(({ data }) => data).join("");
  }

  /** Put in place the `edits` of [start, end, words], which do not overlap. */
  apply(edits) {
    if (!edits.length) return;
    edits.sort((one, other) => one[0] - other[0]);
    const { text } = this;
    let place = 0;
    let from = 0;
    let at = 0;
    for (const node of this.nodes) {
      const to = from + node.data.length;
      const pieces = [];
      at = Math.max(at, from);
      while (place < edits.length && (edits[place][0] < to || node === this.nodes.at(-1))) {
        const [start, end, words] = edits[place++];
        pieces.push(text.slice(at, start), words);
        at = end;
      }
      pieces.push(text.slice(at, to));
      const data = pieces.join("");
      if (data !== node.data) node.data = data;
      from = to;
    }
  }
}

/** Mend a line as it lies in a PDF: its letters and marks, where they were kept in the order in which they are seen. */
export function mendOrder(line) {
  const text = line.text;
  if (anyForm.test(text) && isVisual(text)) line.apply([[0, text.length, logical(text)]]);
  const stray = strayAtStart.exec(line.text);
  if (stray && !sentenceEnd.test(line.text)) {
    const end = line.text.trimEnd().length;
    line.apply([[0, stray[0].length, ""], [end, end, stray[1]]]);
  }
}

/** Mend the letters, spaces and marks of a line. */
export function mendLetters(line) {
  for (const rule of ALWAYS) line.apply(rule(line.text));
  if (!arabic.test(line.text)) return;
  for (const rule of IN_ARABIC) line.apply(rule(line.text));
}

/** The edits that `mend(match, text)` makes of the matches of `pattern`; undefined leaves one alone. */
function replacing(pattern, mend) {
  return (text) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const words = mend(match[0], text.slice(Math.max(0, match.index - 12), match.index), text, match.index);
      return words === undefined ? [] : [[match.index, match.index + match[0].length, words]];
    });
}

const characterOf = (name) => {
  const holder = document.createElement("textarea");
  holder.innerHTML = name;
  return holder.value;
};

const dropUnprinted = replacing(unprinted, (found, before, text, at) => {
  if (/^\u200b/.test(found) && /[ةى]$/.test(before) && arabic.test(text[at + found.length] ?? "")) return " ";
  if (!found.includes("\u200d")) return "";
  if (joinsEmoji.test(before)) return "\u200d";
  return hijri.test(before) ? TATWEEL : ""; // «ه» with a joiner behind it is the year's sign too
});

/** P15: a zero-width non-joiner that holds nothing apart. */
const dropNonJoiners = replacing(/\u200c+/g, (_found, before, text, at) =>
  joiningLetter.test(before) && !notJoining.test(before) && arabic.test(text.slice(at).replace(/^\u200c+/, "")[0] ?? "")
    ? undefined
    : "",
);

/** P06, and the single spaces that may not break where nothing asks for it. French has them before its marks. */
const plainSpaces = (text) =>
  replacing(spaces, (found) => (NO_BREAK.test(found) && !arabic.test(text) ? undefined : " "))(text);

/** P14. */
const lettersOfForms = replacing(forms, (found) => found.normalize("NFKC").replace(markAlone, ""));

/** P16: in a word with a letter that only Persian has, they are right. */
const arabicForPersian = replacing(persianWord, (word) => {
  if (persianOnly.test(word)) return undefined;
  const letters = word.replaceAll("ک", "ك").replaceAll("ە", "ه").replace(/ی(?!$)/g, "ي");
  const maqsura = letters.replace(/ی$/, "ى");
  return inAlefMaqsura.test(maqsura) ? maqsura : letters.replace(/ی$/, "ي");
});

/** P13. */
const dropTatweel = replacing(tatweels, (found, before, text, at) => {
  const behind = text.slice(at + found.length, at + found.length + 2);
  const isMeant = (gluedClitic.test(before) && /^(?:ال|لل|أل)/.test(behind)) || hijri.test(before);
  return isMeant || notJoining.test(before) ? undefined : "";
});

/** P12 in pairs: “ ” « » and brackets of which the first closes and the second opens. */
function turnRound(text) {
  if (listNumber.test(text)) return [];
  return turnedPairs.flatMap((turnedPair) =>
    [...text.matchAll(turnedPair)].flatMap(({ 0: pair, 1: inside, index }) => {
      const end = index + pair.length;
      const opens = opensBefore.test(text.slice(0, index).slice(-1)) && /^\S/.test(inside);
      const closes = closesBehind.test(text.slice(end, end + 1)) && /\S$/.test(inside);
      return opens && closes ? [[index, index + 1, pair.at(-1)], [end - 1, end, pair[0]]] : [];
    }),
  );
}

/** P10: straight quotation marks, where each can only be one of a pair and no others stand in the paragraph. */
function houseQuotes(text) {
  const words = text.replace(code, (run) => "x".repeat(run.length));
  const signs = [...words.matchAll(/"/g)].map(({ index }) => index);
  if (!signs.length || signs.length % 2 || /[“”«»]/.test(words) || !isBalanced(words)) return [];
  const pairs = signs.filter((_sign, place) => place % 2 === 0).map((sign, place) => [sign, signs[2 * place + 1]]);
  if (!pairs.every(([open, close]) => mayOpen(text, open) && mayClose(text, close) && close - open > 1)) return [];
  return pairs.flatMap(([open, close]) => [[open, open + 1, "“"], [close, close + 1, "”"]]);
}

function isBalanced(text) {
  const waiting = [];
  for (const [sign] of text.matchAll(/[()[\]]/g)) {
    if ("([".includes(sign)) waiting.push(MIRRORED[sign]);
    else if (waiting.pop() !== sign) return false;
  }
  return !waiting.length;
}

function mayOpen(text, at) {
  const [before, behind] = [text[at - 1] ?? "", text[at + 1] ?? ""];
  if (/\p{Nd}/u.test(before)) return false; // inches
  return /^(?:|\s|[([«“:\-–—/،؛\u0640])$/.test(before) || /[\p{L}\p{N}]/u.test(behind);
}

function mayClose(text, at) {
  const [before, behind] = [text[at - 1] ?? "", text[at + 1] ?? ""];
  return /^(?:|\s|[)\]»”،؛؟.,:;!?…/\-–—])$/.test(behind) || (before !== "\u0640" && /[\p{L}\p{N}]/u.test(before));
}

const ALWAYS = [
  replacing(entity, (name) => characterOf(name)),
  replacing(controls, () => ""),
  dropUnprinted,
  plainSpaces,
];
const IN_ARABIC = [lettersOfForms, dropNonJoiners, arabicForPersian, dropTatweel, turnRound, houseQuotes, plainSpaces];

/** Were the letters of `text` kept from left to right? Then words begin with the form of an end. */
function isVisual(text) {
  let turned = 0;
  for (const [word] of text.matchAll(formWord)) {
    const [first, last] = [word[0], word.at(-1)];
    if (FINAL.test(first) || INITIAL.test(last)) turned++;
    else if (INITIAL.test(first) || FINAL.test(last)) turned--;
  }
  return turned > 0;
}

/** A line that was kept as it is seen, in the order in which it is read: numbers and Latin keep their own. */
function logical(text) {
  const letters = text.match(/\P{M}\p{M}*/gsu) ?? [];
  const turned = letters.reverse().map((sign) => MIRRORED[sign] ?? sign).join("");
  return turned.replace(leftToRight, (run) => [...run].reverse().join(""));
}
