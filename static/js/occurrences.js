// The same words at other places: equal but for letter case, white space, kinds of quotes and dashes, Arabic vowel
// signs and tatweel. Whole words and whole characters alone.

import { codePoints, textOf } from "./offsets.js";

/** @typedef {import("./offsets.js").Place} Place */

const UNSEEN = "[\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u00ad\\u200b\\u200c\\u200e\\u200f\\ufeff]";
const ALIKE = ["\"“”„«»", "'‘’‚", "-‐‑–—"];
// Scripts that put no space between words have no whole ones.
const LETTER = /(?![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}])[\p{L}\p{N}]/u;

/** @param {string} character */
function either(character) {
  const alike = ALIKE.find((one) => one.includes(character));
  return alike ? `[${alike}]` : character.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
}

/** @param {string} words @returns {RegExp | null} null where nothing visible is in them */
function pattern(words) {
  const parts = words.replace(new RegExp(UNSEEN, "gu"), "").trim().split(/\s+/);
  const [first, last] = [[...parts[0]][0], [...(parts.at(-1) ?? "")].at(-1)];
  if (!first || !last) return null;
  const body = parts.map((part) => [...part].map(either).join(`${UNSEEN}*`)).join(`${UNSEEN}*\\s+`);
  const before = LETTER.test(first) ? "(?<![\\p{L}\\p{N}])" : "(?<!\\u200d)";
  const after = LETTER.test(last) ? "(?![\\p{L}\\p{N}\\p{M}])" : "(?![\\p{M}\\p{EMod}\\u200d])";
  return new RegExp(`${before}${body}${UNSEEN}*${after}`, "giu");
}

/**
 * Every place in `[start, end)` that says `words`, in reading order.
 * @param {Element} root @param {string} words @param {number} [start] @param {number} [end]
 * @returns {Place[]}
 */
export function occurrences(root, words, start = 0, end = Infinity) {
  const wanted = pattern(words);
  if (!wanted) return [];
  const text = textOf(root, start, end);
  const found = [];
  let [unit, point] = [0, start];
  for (const { 0: match, index } of text.matchAll(wanted)) {
    const from = point + codePoints(text.slice(unit, index));
    unit = index + match.length;
    point = from + codePoints(match);
    found.push({ start: from, end: point });
  }
  return found;
}
