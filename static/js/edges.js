// Places with their edges put right: widened to whole words or sentences, trimmed of what a drag took too much.

import { codePoints, paragraphs, snap } from "./offsets.js";

/** @typedef {import("./offsets.js").Place} Place */

/**
 * The place widened to whole characters, words or sentences, each edge in its own paragraph.
 * @param {Element} root @param {Place} place @param {import("./offsets.js").Granularity} granularity @param {string} [locale]
 * @returns {Place}
 */
export function widen(root, place, granularity, locale) {
  const touched = paragraphs(root, place.start, place.end);
  const [first, last] = [touched.at(0), touched.at(-1)];
  if (!first || !last) return place;
  const within = (/** @type {import("./offsets.js").Paragraph} */ one) => {
    const inside = { start: Math.max(place.start, one.start) - one.start, end: Math.min(place.end, one.end) - one.start };
    return snap(one.text, inside, granularity, locale);
  };
  const [head, tail] = [within(first), within(last)];
  return { start: head ? head.start + first.start : place.start, end: tail ? tail.end + last.start : place.end };
}

/**
 * Without white space at the ends and without half a character.
 * @param {Element} root @param {import("./offsets.js").Quoted | null} found @returns {Place | null}
 */
export function trimmed(root, found) {
  if (!found?.exact.trim()) return null;
  const { start, end, exact } = found;
  const length = codePoints(exact);
  const place = { start: start + length - codePoints(exact.trimStart()), end: end - length + codePoints(exact.trimEnd()) };
  return widen(root, place, "grapheme");
}
