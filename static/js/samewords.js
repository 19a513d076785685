// The same words elsewhere: the places where the document says what the active claim says, painted in the text and
// listed; those that are ticked become claims of the same status, in one step.

import { ask } from "./bar.js";
import { clone } from "./html.js";
import { quote, toRange } from "./offsets.js";
import { inPassage } from "./passages.js";
import { reveal } from "./reveal.js";
import { occurrences } from "./occurrences.js";
import { say } from "./view.js";
import { STATUS, t, tn } from "./words.js";

/** @typedef {import("./offsets.js").Place} Place */

const AROUND = 40; // code points on each side of a snippet

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  const { root, selected } = bench;
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("same-words"));
  const list = dialog?.querySelector("ul");
  const go = dialog?.querySelector("[data-do]");
  if (!dialog || !list || !go) return;
  /** @type {Place[]} */
  let places = [];
  /** @type {import("./claims.js").Claim | null} */
  let claim = null;

  const boxes = () => [...list.querySelectorAll("input")];
  const ticked = () => places.filter((_, i) => boxes()[i].checked);
  const draw = () => {
    const { length } = ticked();
    bench.paint.show("mention", ticked());
    go.toggleAttribute("disabled", !length);
    const as = STATUS[claim?.status ?? "sourced"].name;
    go.textContent = length === 1 ? t("Mark one as %s", as) : t("Mark all %s as %s", length, as);
  };

  /** @param {Place} place */
  const row = (place) => {
    const item = clone("same-place");
    const { exact, prefix, suffix } = quote(root, place.start, place.end, AROUND);
    const words = [prefix.replace(/^\S*\s/, "…"), exact, suffix.replace(/\s\S*$/, "…")];
    item.querySelectorAll("q > *").forEach((part, i) => (part.textContent = words[i]));
    return item;
  };

  const open = () => {
    claim = bench.active();
    if (!claim || bench.readonly) return say(t("Select a claim of yours first: this finds its words elsewhere."));
    const mine = bench.all().filter((one) => one.live);
    places = occurrences(root, selected.quoted(claim).exact).filter(
      (place) => !inPassage(place) && !mine.some((one) => one.start < place.end && place.start < one.end),
    );
    if (!places.length) return say(t("These words stand nowhere else in the text, or are marked."));
    list.replaceChildren(...places.map(row));
    ask("");
    dialog.show();
    boxes()[0].focus();
    draw();
  };

  const close = () => {
    dialog.close();
    bench.paint.show("mention", []);
    bench.home();
  };

  list.addEventListener("change", draw);
  list.addEventListener("focusin", (event) => {
    const place = places[boxes().indexOf(/** @type {HTMLInputElement} */ (event.target))];
    const range = place && toRange(root, place);
    if (range) reveal(range, root);
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // the selection stays
    close();
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = ticked();
    const status = claim?.status;
    if (!status) return;
    bench.history.group(() => chosen.forEach((place) => bench.acts.mark(place, status)));
    bench.wrote();
    close();
    say(tn(chosen.length, "One more place is marked.", "%s more places are marked."));
  });
  bench.keys.l = "same-words";
  Object.assign(bench.commands, { "same-words": open, "leave-same-words": close });
}
