// What a drag or a double click took too much or too little.

import { codePoints, paragraphs, snap } from "./offsets.js";

/** @typedef {import("./offsets.js").Place} Place */

/**
 * Without white space at the ends and without half a character.
 * @param {Element} root @param {import("./offsets.js").Quoted | null} found @returns {Place | null}
 */
export function trimmed(root, found) {
  if (!found || !found.exact.trim()) return null;
  const start = found.start + codePoints(found.exact) - codePoints(found.exact.trimStart());
  const end = found.end - codePoints(found.exact) + codePoints(found.exact.trimEnd());
  const touched = paragraphs(root, start, end);
  const [first, last] = [touched.at(0), touched.at(-1)];
  if (!first || !last) return null;
  const head = snap(
    first.text,
    { start: start - first.start, end: Math.min(end, first.end) - first.start },
    "grapheme",
  );
  const tail = snap(last.text, { start: Math.max(start, last.start) - last.start, end: end - last.start }, "grapheme");
  return {
    start: first.start + (head?.start ?? start - first.start),
    end: last.start + (tail?.end ?? end - last.start),
  };
}
