// Hand in: what could still say more, nothing while something is on its way, and on to the next document.

import { saveForms } from "./forms.js";
import { fetched } from "./html.js";
import { say } from "./view.js";
import { SAY, t } from "./words.js";

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  const dialog = /** @type {any} */ (document.getElementById("handin"));
  bench.keys.h = "hand-in";
  bench.commands["hand-in"] = () => (dialog ? dialog.showModal() : say(t("There is nothing to hand in here.")));
  if (!dialog) return;
  const box = dialog.querySelector("[data-unsent]");

  /** How many writes wait; said where `aloud`. @param {boolean} aloud */
  const unsent = (aloud) => {
    const n = bench.outbox.items().filter((item) => item.document === bench.id).length;
    box.hidden = !(aloud && n);
    box.textContent = box.hidden ? "" : SAY.unsent(n);
    return n;
  };

  /** Claims that lack what explains their status, as the server knows them. */
  const list = async () => {
    dialog.querySelector("[data-loose]").innerHTML = (await fetched(dialog.dataset.ends)) ?? "";
  };

  dialog.addEventListener("beforetoggle", (/** @type {ToggleEvent} */ { newState }) => {
    if (newState !== "open") return;
    saveForms();
    unsent(false);
    list();
  });
  bench.on("landed", () => {
    if (!dialog.open) return;
    unsent(!box.hidden);
    list();
  });
  dialog.addEventListener("click", (/** @type {any} */ { target }) => {
    const id = target.closest("[data-loose-tag]")?.dataset.looseTag;
    if (!id) return;
    dialog.close();
    bench.commands.go(bench.all().find((one) => one.id === id));
    bench.home();
  });
  dialog.addEventListener("submit", (/** @type {Event} */ event) => {
    if (!unsent(true)) return;
    event.preventDefault();
    bench.wrote();
  });
}
