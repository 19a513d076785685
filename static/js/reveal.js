// Scrolls a place into comfortable sight: below the bar, above the sheet of a phone, with a few lines around it. The text
// is told before it is measured, so that what is folded opens.

/** @param {Range} range @param {Element} root */
export function reveal(range, root) {
  root.dispatchEvent(new CustomEvent("reveal", { detail: range }));
  const stage = root.closest(".stage");
  const scrolls = stage && stage.scrollHeight > stage.clientHeight && getComputedStyle(stage).overflowY !== "visible";
  const box = scrolls ? stage.getBoundingClientRect() : { top: 56, bottom: innerHeight * 0.62, height: innerHeight };
  const { top, bottom } = range.getBoundingClientRect();
  if (top >= box.top + 110 && bottom <= box.bottom - 60) return;
  (scrolls ? stage : window).scrollBy({ top: top - box.top - Math.min(box.height * 0.3, 240) });
}
