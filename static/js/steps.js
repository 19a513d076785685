// Steps from a place in the text to another: by sentence, by clause, by word. Places are code points of the document.

import { clauses } from "./clauses.js";
import { nodes, offset, paragraphs, pieces } from "./offsets.js";
import { inPassage, passedOver } from "./passages.js";

/** @typedef {import("./offsets.js").Place} Place */
/** @typedef {import("./offsets.js").Paragraph} Paragraph */
/** @typedef {"start" | "end"} Edge */

const WORD = /[\p{L}\p{N}]/u;

/** @param {Place} place @param {number} by */
const moved = (place, by) => ({ start: place.start + by, end: place.end + by });

/** @param {Paragraph} paragraph @param {string} locale @returns {Place[]} */
export const sentences = (paragraph, locale) =>
  pieces(paragraph.text, "sentence", locale).map((place) => moved(place, paragraph.start));

/** @param {Paragraph} paragraph @param {string} locale @returns {Place[]} */
const clausesOf = (paragraph, locale) =>
  pieces(paragraph.text, "sentence", locale)
    .flatMap((sentence) => clauses(paragraph.text, sentence))
    .map((place) => moved(place, paragraph.start));

/** @param {Paragraph} paragraph @param {string} locale @returns {Place[]} */
const words = (paragraph, locale) => {
  const letters = [...paragraph.text];
  return pieces(paragraph.text, "word", locale)
    .filter(({ start, end }) => WORD.test(letters.slice(start, end).join("")))
    .map((place) => moved(place, paragraph.start));
};

/**
 * The next (+1) or previous (-1) sentence or clause; null at the end of the text.
 * @param {Element} root @param {Place} from an empty place is a caret: the step takes what stands around it
 * @param {1 | -1} way @param {"sentence" | "clause"} unit @param {string} locale
 * @returns {Place | null}
 */
export function step(root, from, way, unit, locale) {
  const cut = unit === "sentence" ? sentences : clausesOf;
  const caret = from.start === from.end;
  const inside = inPassage(from);
  for (const paragraph of walk(root, way > 0 ? from.end : from.start, way)) {
    const found = cut(paragraph, locale).filter((place) => [undefined, inside].includes(inPassage(place)));
    const next =
      way > 0
        ? found.find((place) => (caret ? place.end > from.end : place.start >= from.end))
        : found.findLast((place) => place.end <= from.start);
    if (next) return next;
  }
  return null;
}

/**
 * The next clause; from a place that is larger than one, its first.
 * @param {Element} root @param {Place} from @param {string} locale
 */
export function nextClause(root, from, locale) {
  const inside = paragraphs(root, from.start, from.end)
    .flatMap((paragraph) => clausesOf(paragraph, locale))
    .find((clause) => clause.start >= from.start && clause.end <= from.end);
  const within = inside && (inside.start !== from.start || inside.end !== from.end);
  return within ? inside : step(root, from, 1, "clause", locale);
}

/**
 * The place with one edge moved to the next (+1) or previous (-1) edge of a word; null where that can not be.
 * @param {Element} root @param {Place} place @param {Edge} edge @param {1 | -1} way @param {string} locale
 * @returns {Place | null}
 */
export function stretch(root, place, edge, way, locale) {
  const at = place[edge];
  for (const paragraph of walk(root, at, way)) {
    const edges = words(paragraph, locale).map((word) => word[edge]);
    const to = way > 0 ? edges.find((one) => one > at) : edges.findLast((one) => one < at);
    if (to === undefined) continue;
    const next = { ...place, [edge]: to };
    return next.start < next.end ? next : null;
  }
  return null;
}

/**
 * The paragraphs from a place on, in reading order or against it, read a stretch at a time; passages that the place is
 * not in are passed over.
 * @param {Element} root @param {number} at @param {1 | -1} way
 * @returns {Generator<Paragraph>}
 */
function* walk(root, at, way) {
  const all = nodes(root);
  const from = all.findLastIndex((node) => offset(node) <= at);
  for (let i = from < 0 && way > 0 ? 0 : from; i >= 0 && i < all.length; i += way)
    if (!passedOver(all[i], all[from])) yield* paragraphs(root, offset(all[i]), offset(all[i]) + 1);
}
