// Citing: with X the reader says that he looks for a passage, selects it, here or in another document of the project,
// and presses X again. Until then the claim stays lit and a banner says what is going on; Escape leaves.

import { Acts } from "./acts.js";
import { keep, wanted } from "./attributes.js";
import { ask } from "./bar.js";
import { claimAt } from "./claims.js";
import { fetched } from "./html.js";
import { stepsKey } from "./outbox.js";
import { forget, parsed, recall, store } from "./storage.js";
import { History } from "./undo.js";
import { say } from "./view.js";
import { t } from "./words.js";

/** @typedef {import("./claims.js").Claim} Claim */
/** @typedef {import("./offsets.js").Place} Place */
/**
 * The claim that is cited for, with all that a write of it needs from another document's page.
 * @typedef {{claim: Claim, quoted: any, document: string, url: string, title: string, stance: string}} From
 */

const tab = () => sessionStorage;

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  const banner = /** @type {HTMLElement} */ (document.querySelector("[data-citing]"));
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("cite-elsewhere"));
  if (!banner) return;
  const [typed] = dialog.getElementsByTagName("input");
  const [found] = dialog.getElementsByTagName("ol");
  const KEPT = `annotator.citing.${bench.user}`;
  /** @type {From | null} */
  let from = null;
  /** The two sides of a contradiction of which one is marked. @type {{claim: Claim, place: Place} | null} */
  let sides = null;
  const here = () => from?.document === bench.id;
  /** @param {string} stance @param {Place} place */
  const cited = (stance, place) => {
    const { start, end, exact } = bench.selected.quoted(place);
    return { stance, document: bench.id, start, end, exact };
  };

  /** @param {string} state "citing", "cited" or none @param {From | null} now */
  const become = (state, now) => {
    from = now;
    banner.hidden = !state;
    bench.paint.show("citing", from && here() ? [from.claim] : []);
    if (!from) forget(KEPT, tab);
    banner.dataset.state = state;
    if (!from) return;
    const { claim, stance, title, url } = from;
    banner.dataset.stance = stance;
    banner.classList.toggle("away", !here());
    for (const [place, words] of [["[data-quote]", claim.quote], ["[data-title]", title]])
      /** @type {Element} */ (banner.querySelector(place)).textContent = words;
    /** @type {HTMLAnchorElement} */ (banner.querySelector("[data-back]")).href = `${url}#t=${claim.start},${claim.end}`;
    for (const button of document.querySelectorAll("[data-stance][aria-pressed]"))
      button.ariaPressed = String(button.getAttribute("data-stance") === stance);
  };

  /** @param {Claim} claim */
  const begin = (claim) => {
    const { start, end, status } = claim;
    const { document, title, url } = bench.acts.at;
    const stance = status === "disputed" ? "contradicts" : "supports";
    ask("");
    become("citing", { claim, stance, document, url, title, quoted: bench.selected.quoted({ start, end }) });
    bench.home();
    say(banner.querySelector(`[data-for=${stance}]`)?.textContent ?? "");
  };
  /** @param {From} of @param {Place} place */
  const finish = (of, place) => {
    const near = here();
    const claim = (near && bench.all().find((one) => one.id === of.claim.id)) || of.claim;
    const steps = new History(stepsKey(bench.user, of.document), () => {});
    const acts = near ? bench.acts : new Acts(of, bench.outbox, steps, () => of.quoted, () => claim);
    become(near ? "" : "cited", null);
    keep({ acts, wrote: () => bench.wrote() }, claim, { evidence: [...claim.details.evidence, cited(of.stance, place)] }, t("Cited."));
    const both = near && of.stance === "contradicts" && claim.status === "disputed";
    sides = both ? { claim, place } : null;
    ask(both ? "both" : "");
  };
  /** @param {{claim: Claim, place: Place}} of */
  const markOther = ({ claim, place }) => {
    const mine = claimAt(bench.all(), place);
    const evidence = [...(mine?.details.evidence ?? []), cited("contradicts", claim)];
    if (mine) bench.acts.change(mine, { status: "disputed", details: { evidence } });
    else bench.acts.mark(place, "disputed", { evidence });
    sides = null;
    ask("");
    bench.wrote();
    say(t("Both sides are disputed, each citing the other."));
  };
  const find = async () => {
    const words = typed.value;
    const html = await fetched(`${bench.url}citable/?q=${encodeURIComponent(words)}`);
    if (words !== typed.value) return; // asked for again since
    if (html !== null) found.innerHTML = html;
    else say(t("The server can not be reached. Try again in a moment."));
  };
  const selected = () => (here() && from && claimAt([from.claim], bench.selected.place) ? null : bench.selected.place);

  bench.keys.x = "cite";
  const letGo = bench.commands["let-go"];
  Object.assign(bench.commands, {
    /** @param {Claim} [given] */
    cite: (given) => {
      if (sides && !given) return markOther(sides);
      const place = selected();
      if (from && !given) return place ? finish(from, place) : say(t("Select the passage first."));
      const claim = wanted(bench, given);
      if (claim) begin(claim);
    },
    "cite-elsewhere": () => {
      dialog.showModal();
      find();
    },
    "leave-citing": () => {
      become("", null);
      ask("");
      bench.home();
    },
    "let-go": () => bench.commands[from ? "leave-citing" : "let-all-go"](),
    "let-all-go": letGo,
  });
  for (const stance of ["contradicts", "supports", "context"])
    bench.commands[stance] = () => from && become("citing", { ...from, stance });
  typed.oninput = find;
  dialog.onclose = () => bench.home();
  found.onclick = () => void store(KEPT, JSON.stringify(from), tab);
  bench.on("selected", () => {
    sides = null;
    if (from) ask(selected() ? "citing" : "");
  });
  bench.on("marked", () => from && become("", null));

  const [kept] = parsed(recall(KEPT, tab));
  if (kept && kept.document !== bench.id) become("citing", kept);
}
