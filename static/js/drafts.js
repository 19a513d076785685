// What is painted over the text without touching the DOM, so that a selection never breaks: the CSS Custom
// Highlight API. Where it is missing, nothing is painted until the server answers, and all else works.

import { toRange } from "./offsets.js";

/** @typedef {{start: number, end: number}} Place */

/**
 * @param {Element} root
 * @returns {{show: (name: string, places: Place[]) => void, redraw: () => void}}
 */
export function painter(root) {
  /** @type {Map<string, Place[]>} */
  const shown = new Map();

  /** @param {string} name */
  const draw = (name) => {
    const ranges = (shown.get(name) ?? []).map((place) => toRange(root, place)).filter((range) => range !== null);
    if (!ranges.length) return CSS.highlights.delete(name);
    const highlight = new Highlight(...ranges);
    highlight.priority = name === "picked" ? 2 : name === "active" ? 1 : 0;
    return CSS.highlights.set(name, highlight);
  };
  const able = "highlights" in CSS;
  return {
    show(name, places) {
      shown.set(name, places);
      if (able) draw(name);
    },
    /** After paragraphs were swapped: ranges into the old ones are void. */
    redraw() {
      if (able) shown.forEach((_, name) => draw(name));
    },
  };
}
