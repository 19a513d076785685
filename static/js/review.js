// Review by keys, and the item in question lit up in the text. Everything here is also a link or a button.

import { letter, singleKeys } from "./keys.js";
import { painter } from "./paint.js";
import { toRange } from "./offsets.js";

const root = /** @type {HTMLElement} */ (document.querySelector("[data-document]"));
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("deciding"));

const { activeStart, activeEnd } = root.dataset;
if (activeStart !== undefined && activeEnd !== undefined) light({ start: Number(activeStart), end: Number(activeEnd) });
document.querySelector(".queue [aria-current]")?.scrollIntoView({ block: "nearest" });

/** @param {{start: number, end: number}} place */
function light(place) {
  painter(root).show("picked", [place]);
  const range = toRange(root, place);
  const box = range?.getBoundingClientRect();
  const stage = root.closest(".stage");
  if (!box || !stage) return;
  const scrolls = stage.scrollHeight > stage.clientHeight + 1;
  if (scrolls) stage.scrollTop += box.top - stage.getBoundingClientRect().top - stage.clientHeight / 3;
}

/** @param {string} selector */
const press = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector))?.click();

/** @type {Record<string, () => void>} */
const acts = {
  j: () => press("[data-go=next]"),
  k: () => press("[data-go=previous]"),
  1: () => press("input[name=status][value=sourced]"),
  2: () => press("input[name=status][value=disputed]"),
  3: () => press("input[name=status][value=speculative]"),
  0: () => press("input[name=status][value=none]"),
  t: () => document.getElementById("reason")?.focus(),
  enter: () => { if (form?.querySelector("input[name=status]:checked")) form.requestSubmit(); },
};

document.addEventListener("keydown", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (event.altKey || event.isComposing) return;
  const held = event.ctrlKey || event.metaKey;
  if (event.key === "Enter" && held && target instanceof HTMLTextAreaElement) return target.form?.requestSubmit();
  if (!singleKeys() || held || target?.matches("textarea, select, input:not([type=radio])")) return;
  const key = letter(event).toLowerCase();
  if (key === "enter" && target?.closest("a, button, summary")) return;
  const accept = /** @type {HTMLElement | null} */ (document.querySelector(`[data-key="${CSS.escape(key.toUpperCase())}"]`));
  const act = accept ? () => accept.click() : acts[key];
  if (!act) return;
  event.preventDefault();
  act();
});
