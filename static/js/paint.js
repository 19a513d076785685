// What is painted over the text without touching the DOM, so that a selection never breaks: the CSS Custom
// Highlight API. Where it is missing, nothing is painted until the server answers, and all else works.

import { toRange } from "./offsets.js";

/** @typedef {{start: number, end: number}} Place */

/** What covers what: all else stands between. @type {Record<string, number>} */
const OVER = { "active-sourced": 0, "active-disputed": 0, "active-speculative": 0, picked: 2, "found-on": 3 };

const able = "highlights" in CSS;

/**
 * Paint is said for the root alone and inherited, which keeps thousands of marks quick to style. Where a browser inherits
 * none, it is said for every element.
 * @param {CSSRuleList} rules
 */
function spread(rules) {
  for (const rule of /** @type {Iterable<any>} */ (rules)) {
    if (rule.cssRules?.length) spread(rule.cssRules);
    else if (/::(highlight|selection)/.test(rule.selectorText))
      rule.selectorText = rule.selectorText.replace(/:root(?=::)/g, "").replace("]::", "] ::");
  }
}
if (able && /^($|rgba\(0, 0, 0, 0\)$)/.test(getComputedStyle(document.body, "::highlight(picked)").backgroundColor))
  for (const sheet of document.styleSheets) spread(sheet.cssRules);

/** Paints a live range, as it is being selected. @param {string} name @param {Range} range */
export function follow(name, range) {
  if (!able) return;
  const highlight = new Highlight(range);
  highlight.priority = OVER[name] ?? 1;
  CSS.highlights.set(name, highlight);
}

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
    highlight.priority = OVER[name] ?? 1;
    return CSS.highlights.set(name, highlight);
  };
  return {
    show(name, places) {
      if (!places.length && !(able && CSS.highlights.has(name))) return;
      shown.set(name, places);
      if (able) draw(name);
    },
    /** After paragraphs were swapped: ranges into the old ones are void. */
    redraw() {
      if (able) shown.forEach((_, name) => draw(name));
    },
  };
}
