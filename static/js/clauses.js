// The clauses of a sentence, without who says them: simple rules that save key presses, nothing more. A clause is
// cut at punctuation; "X said that" before it and "X said" after it are left out.

import { codePoints, unitIndex } from "./offsets.js";

/** @typedef {import("./offsets.js").Place} Place */

const CUT = /[,;:،؛]["”’»)]*\s+|\s+[–—]\s+|[()“”«»"]+|[.!?؟۔]+(?=[”"»]|\s|$)/gu;
const SAYS =
  "(?:said|told|wrote|(?:add|state|announce|report|claim|insist|admit|warn|confirm)e?d|denied" +
  "|denies|(?:say|tell|write|add|state|announce|report|claim|insist|admit|warn|confirm)s|admitted)";
const BEFORE = [
  new RegExp(`^.{0,90}?\\b${SAYS}\\b(?: (?!that\\b)[\\p{L}’'-]+){0,4}? that (?=\\S)`, "u"),
  /^.{0,60}?(?:قال|قالت|صرّح|أعلن|أعلنت|أفاد|أفادت|ذكر|ذكرت|أكد|أكدت|أضاف|أضافت)(?:\s\S+){0,5}?\s(?:إن|أن)\s(?=\S)/u,
  /^.{0,60}?(?:نے کہا|نے بتایا|کا کہنا ہے|کے مطابق)\s+کہ\s(?=\S)/u,
];
const ALONE = new RegExp(`^(?:according to .{1,60}|(?:and |but )?${SAYS}\\b.{0,60}|.{1,60}\\b${SAYS})$`, "iu");

/**
 * @param {string} text of a paragraph
 * @param {Place} sentence in code points of it
 * @returns {Place[]} in code points of it, in order
 */
export function clauses(text, sentence) {
  const from = unitIndex(text, sentence.start);
  const whole = text.slice(from, unitIndex(text, sentence.end));
  const found = [];
  let at = 0;
  for (const cut of [...whole.matchAll(CUT), null]) {
    const place = claimed(whole, at, cut ? cut.index : whole.length);
    if (place) found.push(place);
    if (cut) at = cut.index + cut[0].length;
  }
  return found.map(([start, end]) => ({
    start: sentence.start + codePoints(whole.slice(0, start)),
    end: sentence.start + codePoints(whole.slice(0, end)),
  }));
}

/**
 * What is claimed between two cuts, in UTF-16 units, or null where only white space or a speaker is.
 * @param {string} whole @param {number} start @param {number} end @returns {[number, number] | null}
 */
function claimed(whole, start, end) {
  start += /^(?:and|but|while|although|و(?=\S)) ?/iu.exec(whole.slice(start, end))?.[0].length ?? 0;
  let part = whole.slice(start, end);
  if (ALONE.test(part.trim())) return null;
  for (const speaker of BEFORE) {
    const before = speaker.exec(part);
    if (!before) continue;
    start += before[0].length;
    part = part.slice(before[0].length);
    break;
  }
  start += part.length - part.trimStart().length;
  return part.trim() ? [start, start + part.trim().length] : null;
}
