/**
 * The law of offsets in the browser: between DOM ranges and code points of the document's text.
 *
 * The page holds the text as `<p data-o="N">`, one for each line that is not empty; its `textContent`
 * is exactly the text from code point N on, whatever marks stand inside. Between two paragraphs there
 * is no node, but as many line feeds as their offsets leave room for. JavaScript counts UTF-16 units:
 * they are converted here and nowhere else in the browser.
 *
 * The server judges each span again (`annotator/anchoring`) and answers what it would accept: a fault
 * here shows as a refusal, never as a wrong claim.
 */

/**
 * A half-open place in code points: of the document, or of one paragraph where a function says so.
 * @typedef {{start: number, end: number}} Place
 * @typedef {{start: number, end: number, exact: string}} Quoted
 * @typedef {{start: number, end: number, text: string, node: HTMLElement}} Paragraph
 * @typedef {"grapheme" | "word" | "sentence"} Granularity
 */

const BLANK = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}]*$/u;

/** @type {Map<string, Intl.Segmenter>} */
const segmenters = new Map();

/**
 * How many code points a string has.
 * @param {string} s
 */
export function codePoints(s) {
  let count = s.length;
  for (let i = 1; i < s.length; i++) if (splitsPair(s, i)) count--;
  return count;
}

/**
 * The UTF-16 index of a code point index; one beyond the string is its end.
 * @param {string} s
 * @param {number} point
 */
export function unitIndex(s, point) {
  let unit = 0;
  for (let n = 0; n < point && unit < s.length; n++) unit += splitsPair(s, unit + 1) ? 2 : 1;
  return unit;
}

/**
 * The part of the text that lies inside a DOM range, or null where nothing does. The range may begin
 * and end anywhere, also outside of `root`.
 * @param {Element} root
 * @param {Range} range
 * @returns {Quoted | null}
 */
export function toOffsets(root, range) {
  /** @type {Quoted | null} */
  let whole = null;
  for (const node of nodes(root)) {
    const part = range.intersectsNode(node) ? within(node, range) : null;
    if (!part) continue;
    if (!whole) whole = part;
    else whole = { start: whole.start, end: part.end, exact: whole.exact + feeds(whole.end, part.start) + part.exact };
  }
  return whole;
}

/**
 * The DOM range of a span, or null where the page does not hold it. It begins and ends inside text
 * nodes. A line feed between paragraphs has no place in the DOM and is left out at either edge.
 * @param {Element} root
 * @param {Place} span
 * @returns {Range | null}
 */
export function toRange(root, span) {
  const touched = paragraphs(root, span.start, span.end);
  const first = touched.at(0);
  const last = touched.at(-1);
  if (!first || !last) return null;
  const range = document.createRange();
  range.setStart(...textPoint(first, span.start, false));
  range.setEnd(...textPoint(last, span.end, true));
  return range;
}

/**
 * The paragraphs that `[start, end)` touches, each with its own place and text.
 * @param {Element} root
 * @param {number} [start]
 * @param {number} [end]
 * @returns {Paragraph[]}
 */
export function paragraphs(root, start = 0, end = Infinity) {
  const all = nodes(root);
  const found = [];
  for (let i = Math.max(0, countUpTo(all, start) - 1); i < all.length && offset(all[i]) < end; i++) {
    const text = all[i].textContent ?? "";
    const paragraph = { start: offset(all[i]), end: offset(all[i]) + codePoints(text), text, node: all[i] };
    if (start < end && paragraph.end > start) found.push(paragraph);
  }
  return found;
}

/**
 * The text at `[start, end)`, line feeds between paragraphs included. Line feeds after the last
 * paragraph are not in the page, and not in the answer.
 * @param {Element} root
 * @param {number} [start]
 * @param {number} [end]
 */
export function textOf(root, start = 0, end = Infinity) {
  let text = "";
  let at = start;
  for (const one of paragraphs(root, start, end)) {
    text += feeds(at, one.start) + slice(one.text, Math.max(0, start - one.start), end - one.start);
    at = Math.min(end, one.end);
  }
  const last = nodes(root).at(-1);
  return last && at < end && end <= offset(last) ? text + feeds(at, end) : text;
}

/**
 * A span's quote, with at most `context` code points on each side, shortened to whole graphemes.
 * @param {Element} root
 * @param {number} start
 * @param {number} end
 * @param {number} [context]
 */
export function quote(root, start, end, context = 32) {
  const before = Math.min(start, cluster(root, Math.max(0, start - context)).end);
  const after = Math.max(end, cluster(root, end + context).start);
  return { exact: textOf(root, start, end), prefix: textOf(root, before, start), suffix: textOf(root, end, after) };
}

/**
 * A place in a paragraph's text, widened to whole graphemes, words or sentences; null where nothing
 * visible is in it. Words and sentences leave out white space at their ends, graphemes keep what was chosen.
 * @param {string} text of one paragraph
 * @param {Place} span in code points of that text
 * @param {Granularity} granularity
 * @param {string} [locale]
 * @returns {Place | null}
 */
export function snap(text, span, granularity, locale) {
  let place = cover(text, unitIndex(text, span.start), unitIndex(text, span.end), "grapheme");
  if (BLANK.test(text.slice(...place))) return null;
  if (granularity !== "grapheme") {
    place = cover(text, ...unblank(text, ...place), granularity, locale);
    place = unblank(text, ...cover(text, ...place, "grapheme"));
  }
  return toPlace(text, ...place);
}

/**
 * The graphemes, words or sentences of a paragraph's text in order, without the blank ones; the white
 * space at the ends of a sentence is left out.
 * @param {string} text of one paragraph
 * @param {Granularity} granularity
 * @param {string} [locale]
 * @returns {Place[]} in code points of that text
 */
export function pieces(text, granularity, locale) {
  const found = [];
  let unit = 0;
  let point = 0;
  for (const { segment, index } of segmenter(granularity, locale).segment(text)) {
    if (BLANK.test(segment)) continue;
    const whole = /** @type {[number, number]} */ ([index, index + segment.length]);
    const [from, to] = granularity === "grapheme" ? whole : unblank(text, ...whole);
    const start = point + codePoints(text.slice(unit, from));
    const end = start + codePoints(text.slice(from, to));
    found.push({ start, end });
    [unit, point] = [to, end];
  }
  return found;
}

/**
 * @param {string} s
 * @param {number} unit
 */
function splitsPair(s, unit) {
  return (s.charCodeAt(unit) & 0xfc00) === 0xdc00 && (s.charCodeAt(unit - 1) & 0xfc00) === 0xd800;
}

/**
 * @param {string} s
 * @param {number} start
 * @param {number} end
 */
function slice(s, start, end) {
  return s.slice(unitIndex(s, start), unitIndex(s, end));
}

/**
 * The line feeds that fill `[start, end)`.
 * @param {number} start
 * @param {number} end
 */
function feeds(start, end) {
  return "\n".repeat(Math.max(0, end - start));
}

/**
 * The elements of the paragraphs, in order. By their name: that list the browser keeps, where a selector looks through
 * all marks at each call.
 * @param {Element} root
 * @returns {HTMLElement[]}
 */
export function nodes(root) {
  return [...root.getElementsByTagName("p")].filter((node) => node.hasAttribute("data-o"));
}

/** Where a paragraph begins. @param {HTMLElement} node */
export function offset(node) {
  return Number(node.dataset.o);
}

/**
 * How many of the paragraphs begin at `point` or before.
 * @param {HTMLElement[]} all
 * @param {number} point
 */
function countUpTo(all, point) {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offset(all[middle]) <= point) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * What of one paragraph lies inside a range. An edge between the halves of a character takes it whole.
 * @param {HTMLElement} node
 * @param {Range} range
 * @returns {Quoted | null}
 */
function within(node, range) {
  const part = document.createRange();
  part.selectNodeContents(node);
  const before = part.cloneRange();
  const { startContainer, startOffset, endContainer, endOffset } = range;
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(startContainer, startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(endContainer, endOffset);
  const length = part.toString().length;
  if (!length) return null;
  before.setEnd(part.startContainer, part.startOffset);
  const text = node.textContent ?? "";
  let from = before.toString().length;
  let to = from + length;
  if (splitsPair(text, from)) from--;
  if (splitsPair(text, to)) to++;
  const { start, end } = toPlace(text, from, to);
  return { start: offset(node) + start, end: offset(node) + end, exact: text.slice(from, to) };
}

/**
 * The text node and index of a point of the document: at a seam of two nodes the first one for an end,
 * the second for a start.
 * @param {Paragraph} paragraph
 * @param {number} point
 * @param {boolean} isEnd
 * @returns {[Node, number]}
 */
function textPoint(paragraph, point, isEnd) {
  let unit = unitIndex(paragraph.text, point - paragraph.start);
  const walker = document.createTreeWalker(paragraph.node, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (isEnd ? unit <= length : unit < length) return [node, unit];
    unit -= length;
  }
  throw new RangeError(`The paragraph at ${paragraph.start} does not hold ${point}.`);
}

/**
 * The grapheme that a point of the document falls into; empty where it falls between two.
 * @param {Element} root
 * @param {number} point
 * @returns {Place}
 */
function cluster(root, point) {
  const [around] = paragraphs(root, point, point + 1);
  if (!around || around.start >= point) return { start: point, end: point };
  const unit = unitIndex(around.text, point - around.start);
  const [from, to] = cover(around.text, unit, unit + 1, "grapheme");
  if (from === unit) return { start: point, end: point };
  const { start, end } = toPlace(around.text, from, to);
  return { start: around.start + start, end: around.start + end };
}

/**
 * UTF-16 indexes of the segments that `[from, to)` touches.
 * @param {string} text
 * @param {number} from
 * @param {number} to
 * @param {Granularity} granularity
 * @param {string} [locale]
 * @returns {[number, number]}
 */
function cover(text, from, to, granularity, locale) {
  const segments = segmenter(granularity, locale).segment(text);
  const first = from < to ? segments.containing(from) : undefined;
  const last = from < to ? segments.containing(to - 1) : undefined;
  return first && last ? [first.index, last.index + last.segment.length] : [from, from];
}

/**
 * UTF-16 indexes without the blank graphemes at both ends.
 * @param {string} text
 * @param {number} from
 * @param {number} to
 * @returns {[number, number]}
 */
function unblank(text, from, to) {
  const segments = segmenter("grapheme").segment(text);
  /** @param {number} unit */
  const blankAt = (unit) => {
    const segment = from < to ? segments.containing(unit)?.segment : undefined;
    return segment !== undefined && BLANK.test(segment) ? segment.length : 0;
  };
  for (let size = blankAt(from); size; size = blankAt(from)) from += size;
  for (let size = blankAt(to - 1); size; size = blankAt(to - 1)) to -= size;
  return [from, to];
}

/**
 * @param {string} text
 * @param {number} from
 * @param {number} to
 * @returns {Place}
 */
function toPlace(text, from, to) {
  const start = codePoints(text.slice(0, from));
  return { start, end: start + codePoints(text.slice(from, to)) };
}

/**
 * @param {Granularity} granularity
 * @param {string} [locale]
 */
function segmenter(granularity, locale) {
  const name = `${granularity} ${locale}`;
  const known = segmenters.get(name) ?? new Intl.Segmenter(locale || undefined, { granularity });
  segmenters.set(name, known);
  return known;
}
