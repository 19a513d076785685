// Citing: with X the reader says that he looks for a passage, selects it, here or in another document of the project,
// and presses X again. Until then the claim stays lit and a banner says what is going on; Escape leaves.

import { Acts } from "./acts.js";
import { wanted } from "./attributes.js";
import { ask } from "./bar.js";
import { claimAt } from "./claims.js";
import { parsed, stepsKey } from "./outbox.js";
import { History } from "./undo.js";
import { say } from "./view.js";
import { t } from "./words.js";

/** @typedef {import("./claims.js").Claim} Claim */
/** @typedef {import("./offsets.js").Place} Place */
/**
 * The claim that is cited for, with all that a write of it needs from another document's page.
 * @typedef {{claim: Claim, quoted: any, document: string, url: string, title: string, stance: string}} From
 */

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  const banner = /** @type {HTMLElement | null} */ (document.querySelector("[data-citing]"));
  const found = document.querySelector("[data-found]");
  const typed = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-title-to-cite]"));
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("cite-elsewhere"));
  if (!banner || !found || !typed || !dialog) return;
  const kept = `annotator.citing.${bench.user}`;
  /** @type {From | null} */
  let from = null;
  /** @type {{claim: Claim, place: Place} | null} the two sides of a contradiction of which one is marked */
  let sides = null;
  const away = () => from !== null && from.document !== bench.id;

  const show = (when = "citing") => {
    banner.hidden = !from;
    bench.paint.show("citing", from && !away() ? [from.claim] : []);
    if (!from) return;
    banner.dataset.stance = from.stance;
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (banner.querySelectorAll("[data-when]")))
      part.hidden = part.dataset.when !== when;
    for (const button of document.querySelectorAll("button[data-stance]"))
      button.ariaPressed = String(button.getAttribute("data-stance") === from.stance);
    write(banner, "[data-quote]", from.claim.quote);
    for (const place of ["[data-back]", "[data-title]"]) write(banner, place, from.title);
    banner.querySelector("[data-elsewhere]")?.toggleAttribute("hidden", !away());
    for (const link of banner.querySelectorAll("a"))
      link.href = `${from.url}#t=${from.claim.start},${from.claim.end}`;
  };
  /** @param {string} [when] */
  const leave = (when) => {
    if (when) show(when);
    from = null;
    drop(kept);
    if (!when) show();
  };
  const here = () => (from && !away() ? claimAt([from.claim], bench.selected.place) : null);

  /** @param {Claim} claim */
  const begin = (claim) => {
    const stance = claim.status === "disputed" ? "contradicts" : "supports";
    const { id: document, url } = bench;
    const quoted = bench.selected.quoted({ start: claim.start, end: claim.end });
    from = { claim, stance, document, url, title: bench.acts.at.title, quoted };
    ask("");
    show();
    bench.root.focus({ preventScroll: true });
    say(banner.querySelector(`[data-for=${stance}]`)?.textContent ?? "");
  };
  /** @param {From} of @param {Place} place */
  const finish = (of, place) => {
    const other = away();
    const { document, url, title, stance } = of;
    const history = new History(stepsKey(bench.user, document), () => {});
    const elsewhere = new Acts({ document, url, title }, bench.outbox, history, () => of.quoted, () => of.claim);
    const claim = (!other && bench.all().find((one) => one.id === of.claim.id)) || of.claim;
    const evidence = [...claim.details.evidence, cited(stance, place)];
    (other ? elsewhere : bench.acts).change(claim, { details: { evidence } });
    leave(other ? "cited" : undefined);
    const both = !other && stance === "contradicts" && claim.status === "disputed";
    sides = both ? { claim, place } : null;
    ask(both ? "both" : "");
    bench.wrote();
    say(t("Cited."));
  };
  /** @param {string} stance @param {Place} place */
  const cited = (stance, place) => {
    const { start, end, exact } = bench.selected.quoted(place);
    return { stance, document: bench.id, start, end, exact };
  };
  const markOther = () => {
    const { claim, place } = /** @type {{claim: Claim, place: Place}} */ (sides);
    const mine = claimAt(bench.all(), place);
    const evidence = [...(mine?.details.evidence ?? []), cited("contradicts", claim)];
    if (mine) bench.acts.change(mine, { status: "disputed", details: { evidence } });
    else bench.acts.mark(place, "disputed", { evidence });
    sides = null;
    ask("");
    bench.wrote();
    say(t("Both sides are disputed, each citing the other."));
  };

  bench.keys.x = "cite";
  bench.commands.cite = (given) => {
    if (sides && !given) return markOther();
    const place = bench.selected.place;
    if (from && !given) return place && !here() ? finish(from, place) : say(t("Select the passage first."));
    const claim = wanted(bench, given);
    if (claim) begin(claim);
  };
  const find = async () => {
    const answer = await fetch(`${bench.url}citable/?q=${encodeURIComponent(typed.value)}`).catch(() => null);
    if (answer?.ok) found.innerHTML = await answer.text();
    else say(t("The server can not be reached. Try again in a moment."));
  };
  bench.commands["cite-elsewhere"] = () => {
    dialog.showModal();
    find();
  };
  bench.commands["leave-citing"] = () => {
    leave();
    ask("");
  };
  const letGo = bench.commands["let-go"];
  bench.commands["let-go"] = () => (from ? bench.commands["leave-citing"]() : letGo());
  typed.addEventListener("input", find);
  found.addEventListener("click", () => sessionStorage.setItem(kept, JSON.stringify(from)));
  document.addEventListener("click", ({ target }) => {
    const stance = target instanceof Element ? target.closest("button[data-stance]")?.getAttribute("data-stance") : null;
    if (!from || !stance) return;
    from.stance = stance;
    show();
  });
  bench.on("selected", () => {
    sides = null;
    if (from) ask(here() ? "" : "citing");
  });
  bench.on("marked", () => leave());

  [from = null] = parsed(sessionStorage.getItem(kept));
  if (from?.document === bench.id) leave();
  show();
}

/** @param {string} key */
const drop = (key) => sessionStorage.removeItem(key);

/** @param {Element} root @param {string} place @param {string} words */
const write = (root, place, words) => {
  const node = root.querySelector(place);
  if (node) node.textContent = words;
};
