// Hand in: what could still say more, nothing while something is on its way, and on to the next document.

import { saveNotes } from "./note.js";
import { say } from "./view.js";
import { SAY, t } from "./words.js";

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("handin"));
  bench.keys.h = "hand-in";
  bench.commands["hand-in"] = () => (dialog ? dialog.showModal() : say(t("There is nothing to hand in here.")));
  if (!dialog) return;
  const loose = /** @type {HTMLElement} */ (dialog.querySelector("[data-loose]"));
  const box = /** @type {HTMLElement} */ (dialog.querySelector("[data-unsent]"));
  const unsent = () => bench.outbox.items().filter((item) => item.document === bench.id).length;

  dialog.addEventListener("beforetoggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== "open") return;
    saveNotes();
    warn(false);
    list();
  });
  bench.on("landed", () => {
    if (!dialog.open) return;
    if (!unsent()) warn(false);
    list();
  });
  dialog.addEventListener("click", ({ target }) => {
    const id = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-loose-tag]"))?.dataset.looseTag;
    const claim = bench.all().find((one) => one.id === id);
    if (!id) return;
    dialog.close();
    if (claim) bench.selected.set(claim);
    bench.root.focus({ preventScroll: true });
  });
  dialog.addEventListener("submit", (event) => {
    if (!unsent()) return;
    event.preventDefault();
    warn(true);
    bench.wrote();
  });

  /** @param {boolean} yes */
  function warn(yes) {
    box.hidden = !yes;
    box.textContent = yes ? SAY.unsent(unsent()) : "";
  }

  /** Claims that lack what explains their status, as the server knows them. */
  async function list() {
    const response = await fetch(dialog?.dataset.ends ?? "", { redirect: "manual" }).catch(() => null);
    loose.innerHTML = response?.ok ? await response.text() : "";
  }
}
