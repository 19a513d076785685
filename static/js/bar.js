// The bar at the selection; place.js says where it stands. On a phone it is a sheet at the bottom, away from the
// system's own menu, and this module leaves it there.

import { toRange } from "./offsets.js";
import { place, unplace } from "./place.js";

/** @typedef {import("./words.js").Status} Status */

const KNOWN = 5; // uses of a status after which its button no longer explains itself

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  const element = document.getElementById("pick");
  const stage = bench.root.closest(".stage");
  if (!element || !stage) return;
  const bar = selectionBar(element);
  let quiet = false; // the selection was just marked: the bar stays away until it changes

  const draw = () => {
    const range = !quiet && bench.selected.place ? toRange(bench.root, bench.selected.place) : null;
    if (range) bar.show(range, stage, bench.active()?.status);
    else bar.hide();
  };
  bench.on("selected", () => (quiet = false));
  bench.on("marked", ({ status }) => {
    quiet = true;
    bar.used(status);
    draw();
  });
  bench.on("render", draw);
  follow(() => quiet || draw());
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
  explain();

  return {
    /** @param {Range} range @param {Element} stage @param {Status | undefined} status of the claim at this very place */
    show(range, stage, status) {
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
      const uses = [...bar.querySelectorAll("[data-mark]")].map((one) =>
        Number(localStorage.getItem(`annotator.used.${one.getAttribute("data-mark")}`)),
      );
      bar.classList.toggle(
        "known",
        uses.every((n) => n >= KNOWN),
      );
    } catch {
      /* As above. */
    }
  }
}
