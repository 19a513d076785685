// Where the bar at the selection stands: in the margin beside the text where there is room, else above the first
// selected line, else below. A selected line and the one after it are being read: the bar keeps off them.

const GAP = 8;
const EDGE = 34; // the stage's padding, where the minimap stands

/**
 * @param {HTMLElement} bar that is shown, its position fixed
 * @param {Range} range that is selected, both ends in text
 * @param {Element} stage what the text scrolls in
 */
export function place(bar, range, stage) {
  const text = stage.querySelector("[data-document]");
  const first = edge(range, range.startContainer, range.startOffset, 0);
  const last = edge(range, range.endContainer, range.endOffset - 1, -1);
  if (!first || !last || !text) return;
  const box = stage.getBoundingClientRect();
  bar.style.visibility = last.bottom < box.top || first.top > box.bottom ? "hidden" : "";
  const rtl = getComputedStyle(bar).direction === "rtl";
  bar.style.maxInlineSize = `${box.width - 2 * GAP}px`;
  bar.style.left = "0"; // where it stands would limit the width it is asked for
  const { left, top } = beside(bar, first, text.getBoundingClientRect(), box, rtl) ?? around(bar, first, last, box, rtl);
  bar.style.left = `${left}px`;
  bar.style.top = `${top}px`;
}

/** Leaves a phone's sheet where its style sheet says. @param {HTMLElement} bar */
export function unplace(bar) {
  bar.removeAttribute("style");
  bar.classList.remove("beside");
}

/** @param {number} wish @param {number} low @param {number} high */
const between = (wish, low, high) => Math.max(low, Math.min(wish, high));

/**
 * Upright in the margin at the end of the lines, else in the one at their start; null where neither is wide enough.
 * @param {HTMLElement} bar @param {DOMRect} first @param {DOMRect} text @param {DOMRect} box @param {boolean} rtl
 */
function beside(bar, first, text, box, rtl) {
  bar.classList.add("beside");
  const width = bar.offsetWidth;
  const right = text.right + GAP + width + EDGE <= box.right ? text.right + GAP : null;
  const left = text.left - GAP - width - EDGE >= box.left ? text.left - GAP - width : null;
  const at = rtl ? (left ?? right) : (right ?? left);
  const fits = at !== null && bar.offsetHeight + 2 * GAP <= box.height;
  bar.classList.toggle("beside", fits);
  if (!fits) return null;
  return { left: at, top: between(first.top - GAP, box.top + GAP, box.bottom - bar.offsetHeight - GAP) };
}

/** @param {HTMLElement} bar @param {DOMRect} first @param {DOMRect} last @param {DOMRect} box @param {boolean} rtl */
function around(bar, first, last, box, rtl) {
  const { offsetWidth: width, offsetHeight: height } = bar;
  const above = first.top - height - GAP;
  const below = last.bottom + 2 * last.height + GAP; // twice: lines stand about so far apart
  const low = box.bottom - height - GAP;
  const top = above >= box.top + GAP || below > low ? Math.max(box.top + GAP, Math.min(above, low)) : below;
  return { left: between(rtl ? first.right - width : first.left, box.left + GAP, box.right - width - GAP), top };
}

/**
 * The box of the character at one end of a range: asking a long range for all its boxes would take long.
 * @param {Range} range @param {Node} node @param {number} at @param {0 | -1} which
 */
function edge(range, node, at, which) {
  const one = document.createRange();
  one.setStart(node, at);
  one.setEnd(node, at + 1);
  const [box] = one.getClientRects();
  return box ?? [...range.getClientRects()].at(which);
}
