// The bar at the selection; place.js says where it stands. On a phone it is a sheet at the bottom, away from the
// system's own menu, and this module leaves it there. It has steps: to mark, and after that what explains the mark.

import { toRange } from "./offsets.js";
import { place, unplace } from "./place.js";

/** @typedef {import("./words.js").Status} Status */

const KNOWN = 5; // uses of a status after which its button no longer explains itself
const EXPLAINS = { sourced: "attribution", disputed: "cite", speculative: "modality" };

let step = "mark";
let draw = () => {};

/** Shows a step at the selection until the selection is another; none puts the bar away. @param {string} next */
export function ask(next) {
  step = next;
  draw();
}

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  const element = document.getElementById("pick");
  const stage = bench.root.closest(".stage");
  if (!element || !stage) return;
  const bar = selectionBar(element);

  draw = () => {
    const range = step && bench.selected.place ? toRange(bench.root, bench.selected.place) : null;
    if (range) bar.show(range, stage, bench.active()?.status);
    else bar.hide();
  };
  bench.on("selected", () => (step = bench.readonly ? "" : "mark"));
  bench.on("marked", ({ status }) => {
    bar.used(status);
    ask(EXPLAINS[status]);
  });
  bench.on("render", draw);
  // Who writes in a card has turned from the text.
  bench.panel.addEventListener("focusin", ({ target }) => {
    if (/** @type {HTMLElement} */ (target).matches("input, select, textarea")) ask("");
  });
  follow(draw);
}

/** The bar goes with its text. @param {() => void} draw */
function follow(draw) {
  let drawn = 0;
  const later = () => {
    cancelAnimationFrame(drawn);
    drawn = requestAnimationFrame(draw);
  };
  addEventListener("scroll", later, { capture: true, passive: true });
  addEventListener("resize", later, { passive: true });
}

/** @param {HTMLElement} bar */
function selectionBar(bar) {
  const phone = matchMedia("(width < 900px)");
  const foot = /** @type {HTMLElement | null} */ (document.querySelector(".foot"));
  const steps = /** @type {NodeListOf<HTMLElement>} */ (bar.querySelectorAll("[data-step]"));
  explain();

  return {
    /** @param {Range} range @param {Element} stage @param {Status | undefined} status of the claim at this very place */
    show(range, stage, status) {
      bar.dataset.now = step;
      for (const part of steps) part.hidden = !part.dataset.step?.split(" ").includes(step);
      if (!bar.matches(":popover-open")) bar.showPopover();
      for (const button of bar.querySelectorAll("[data-mark]"))
        button.setAttribute("aria-pressed", String(button.getAttribute("data-mark") === status));
      foot?.classList.add("above");
      foot?.style.setProperty("--above", `${bar.offsetHeight + 12}px`);
      if (phone.matches) unplace(bar);
      else place(bar, range, stage);
    },
    hide() {
      if (bar.matches(":popover-open")) bar.hidePopover();
      foot?.classList.remove("above");
    },
    /** @param {Status} status */
    used(status) {
      const key = `annotator.used.${status}`;
      try {
        localStorage.setItem(key, String(Number(localStorage.getItem(key)) + 1));
      } catch {
        /* Not stored: the button goes on explaining itself. */
      }
      explain();
    },
  };

  function explain() {
    try {
      for (const button of bar.querySelectorAll("[data-mark]")) {
        const uses = Number(localStorage.getItem(`annotator.used.${button.getAttribute("data-mark")}`));
        button.classList.toggle("known", uses >= KNOWN);
      }
    } catch {
      /* As above. */
    }
  }
}
