// Sentences worth checking, as the server's rules found them: a quiet line in the text, and keys to step through them.
// They decide nothing: to accept one selects its claim. Where I marked something, nothing is suggested any more.

import { nodes, offset } from "./offsets.js";
import { parsed, recall, store } from "./storage.js";
import { say } from "./view.js";
import { number, t } from "./words.js";

/** @typedef {import("./offsets.js").Place} Place */
/** A sentence, the claim in it, why it is worth checking, the offset of its paragraph. @typedef {Place & {claim: Place, why: string, o: number}} Suggestion */

const NEAR = "200% 0px"; // screens around the one in sight
const RESTS = 120; // milliseconds without scrolling: to paint anew costs more than a frame

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  const { root, selected } = bench;
  const [panel, chip, box, why, left, again] = ["suggestions", "suggested", "suggest", "reasons", "open-suggestions", "dismissed"].map(
    (name) => /** @type {HTMLInputElement} */ (document.querySelector(`[data-${name}]`)),
  );
  if (!panel || !chip) return;
  const OFF = `annotator.suggestions.${bench.user}`;
  const DISMISSED = `annotator.dismissed.${bench.user}.${bench.id}`;
  box.checked = recall(OFF) !== "true";
  /** @type {Suggestion[]} */
  let all = [];
  /** Those neither dismissed nor marked. @type {Suggestion[]} */
  let open = [];
  /** @type {Suggestion | undefined} */
  let accepted;
  /** @type {Promise<void> | undefined} */
  let loaded;
  /** Where dismissed sentences start. @type {number[]} */
  let dismissed = parsed(recall(DISMISSED))[0] ?? [];
  /** Offsets of paragraphs in sight or nearly so: lines are painted there alone. @type {Set<number>} */
  const near = new Set();
  let soon = 0;
  const watch = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) near[isIntersecting ? "add" : "delete"](offset(/** @type {HTMLElement} */ (target)));
      clearTimeout(soon);
      soon = setTimeout(lines, RESTS);
    },
    /** @type {IntersectionObserverInit} */ ({ rootMargin: NEAR, scrollMargin: NEAR }),
  );
  // Forced colours would paint each like a selection: there one steps, and sees one at a time.
  const plain = matchMedia("(forced-colors: active)").matches;
  const lines = () => bench.paint.show("suggestion", box.checked && !plain ? open.filter(({ o }) => near.has(o)) : []);

  const current = () =>
    open.find((one) => one !== accepted && one.start === selected.place?.start && one.end === selected.place.end);

  const draw = () => {
    const before = open;
    open = unmarked(all, bench.all()).filter((one) => !dismissed.includes(one.start));
    if (open.length !== before.length || open.some((one, i) => one !== before[i])) lines();
    const now = box.checked ? current() : undefined;
    chip.hidden = !now;
    if (now) why.textContent = t("Suggested: %s", now.why);
    left.textContent = number(open.length);
    panel.hidden = !all.length && box.checked;
    panel.classList.toggle("off", !box.checked);
    again.hidden = !dismissed.length;
  };

  /** To the next or the previous one; beyond the last comes the first. @param {1 | -1} way */
  const go = async (way) => {
    if (!box.checked) return say(t("Suggestions are switched off."));
    await loaded;
    const from = selected.place?.start ?? selected.caret().start - (way > 0 ? 1 : 0);
    const next = way > 0 ? open.find((one) => one.start > from) : open.findLast((one) => one.start < from);
    const one = next ?? open.at(way > 0 ? 0 : -1);
    accepted = undefined;
    if (!one) return say(t("No suggestion is left."));
    selected.set(one);
    say((next ? "" : `${t("Round again.")} `) + t("Suggested: %s", one.why));
  };

  /** Without them everything else works. */
  const load = async () => {
    const response = await fetch(`${bench.url}suggestions/`, { priority: "low" }).catch(() => null);
    all = (await response?.json().catch(() => null))?.suggestions ?? [];
    const texts = nodes(root);
    let i = 0;
    for (const one of all) {
      while (i + 1 < texts.length && offset(texts[i + 1]) <= one.start) i++;
      one.o = offset(texts[i]);
      watch.observe(texts[i]);
    }
    draw();
  };

  /** @param {number[]} starts */
  const dismiss = (starts) => {
    dismissed = starts;
    store(DISMISSED, JSON.stringify(starts));
    draw();
  };

  /** The chip will go away: the keys stay with the text. */
  const back = () => chip.contains(document.activeElement) && bench.home();

  Object.assign(bench.keys, { j: "next-suggestion", "Shift+j": "previous-suggestion", Enter: "accept", i: "dismiss" });
  Object.assign(bench.commands, {
    "next-suggestion": () => go(1),
    "previous-suggestion": () => go(-1),
    accept: () => {
      accepted = current();
      if (!accepted) return;
      back();
      selected.set(accepted.claim);
      draw();
      say(t("The claim is selected. Mark it with 1, 2 or 3."));
    },
    dismiss: () => {
      const one = current();
      if (!one) return say(t("Step to a suggestion with J first."));
      back();
      dismiss([...dismissed, one.start]);
      if (!open.length) selected.clear();
      go(1);
    },
    undismiss: () => {
      dismiss([]);
      say(t("Dismissed suggestions are shown again."));
    },
  });
  bench.on("render", draw);
  bench.on("swapped", (fresh) => fresh.forEach((node) => watch.observe(node)));
  const start = () => {
    if (box.checked && !all.length) loaded = load();
    lines();
  };
  box.addEventListener("change", () => {
    store(OFF, String(!box.checked));
    start();
    draw();
  });
  start();
}

/** Those that none of my claims touches; both are in reading order. @param {Suggestion[]} all @param {import("./claims.js").Claim[]} claims */
function unmarked(all, claims) {
  let i = 0;
  let end = -1;
  return all.filter((one) => {
    for (; claims[i]?.start < one.end; i++) if (claims[i].live) end = Math.max(end, claims[i].end);
    return end <= one.start;
  });
}
