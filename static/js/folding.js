// What letters are taken for the same when one looks for a word: case, accents and marks, forms of Arabic letters,
// quotes and spaces of every kind; with the way back to where each stood.

const SAME = new Map(
  Object.entries({ ى: "ي", ی: "ي", ک: "ك", ہ: "ه", ۃ: "ه", ة: "ه", ٱ: "ا", ـ: "", ß: "ss", ı: "i", ø: "o", đ: "d", ł: "l", "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-" }),
);
const DROPPED = /[\p{M}\p{Default_Ignorable_Code_Point}]/gu;
const PLAIN = /^[\t\x20-\x7e]*$/;

/** @type {Map<string, string>} */
const known = new Map();

/** @param {string} character */
function folded(character) {
  let found = known.get(character);
  if (found === undefined) {
    const bare = character.normalize("NFKD").replace(DROPPED, "").toLowerCase();
    found = [...bare].map((one) => SAME.get(one) ?? (/\s/u.test(one) ? " " : one)).join("");
    known.set(character, found);
  }
  return found;
}

/**
 * A text as it is compared, and for each of its UTF-16 units (and the end) the unit of the text it comes from; null
 * where they are the same.
 * @param {string} text @returns {{text: string, from: number[] | null}}
 */
export function fold(text) {
  if (PLAIN.test(text)) return { text: text.toLowerCase(), from: null };
  let plain = "";
  /** @type {number[]} */
  const from = [];
  let unit = 0;
  for (const character of text) {
    const as = folded(character);
    for (let n = 0; n < as.length; n++) from.push(unit);
    plain += as;
    unit += character.length;
  }
  from.push(unit);
  return { text: plain, from };
}
