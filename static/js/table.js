// Choosing many rows of the table of documents: all on the page, a run of them (Shift with a click, with the space bar
// or with the arrows), none; and how many are chosen. The list may be replaced whole, so all listens on the document.

const BOX = "[data-list] input[name=documents]";

/** @returns {HTMLInputElement[]} */
const boxes = () => [...document.querySelectorAll(BOX)].map((box) => /** @type {HTMLInputElement} */ (box));

/** Where a run begins: the box that was last pressed. @type {HTMLInputElement | null} */
let from = null;

function count() {
  const all = boxes();
  const chosen = all.filter((box) => box.checked).length;
  const output = document.querySelector("[data-chosen]");
  if (output && output.textContent !== String(chosen)) output.textContent = String(chosen);
  const whole = document.querySelector("[data-all]");
  if (!(whole instanceof HTMLInputElement)) return;
  whole.checked = chosen > 0 && chosen === all.length;
  whole.indeterminate = chosen > 0 && chosen < all.length;
}

/** @param {boolean} on @param {HTMLInputElement[]} which */
function choose(on, which = boxes()) {
  for (const box of which) box.checked = on;
  count();
}

/** All boxes between two, both with them. @param {HTMLInputElement} one @param {HTMLInputElement} other */
function run(one, other) {
  const all = boxes();
  const [first = 0, last = 0] = [all.indexOf(one), all.indexOf(other)].sort((a, b) => a - b);
  return all.slice(first, last + 1);
}

/** @param {EventTarget | null} target @returns {HTMLInputElement | null} */
const boxOf = (target) => (target instanceof HTMLInputElement && target.matches(BOX) ? target : null);

document.addEventListener("click", (event) => {
  const { target } = event;
  if (!(target instanceof Element)) return;
  const box = boxOf(target);
  if (box) {
    if (event.shiftKey && from?.isConnected) choose(box.checked, run(from, box));
    from = box;
  }
  if (target.closest("[data-choose-all]")) choose(true);
  if (target.closest("[data-choose-none]")) leave();
});

document.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLInputElement && target.matches("[data-all]")) choose(target.checked);
  else if (boxOf(target)) count();
});

document.addEventListener("keydown", (event) => {
  const box = boxOf(event.target);
  const open = document.querySelector(".assigning[open]");
  if (event.key === "Escape" && open?.contains(/** @type {Node} */ (event.target))) return shut(open);
  if (!box || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const all = boxes();
  const next = all[all.indexOf(box) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
  if (!event.shiftKey) return;
  choose(true, [box, next]);
  from = next;
});

/** @param {Element} details */
function shut(details) {
  details.removeAttribute("open");
  details.querySelector("summary")?.focus();
}

/** The bar goes away with the last choice, so the keys go back to the rows. */
function leave() {
  choose(false);
  (from?.isConnected ? from : boxes()[0])?.focus();
}

count();
addEventListener("pageshow", count); // the browser may have kept the choice
