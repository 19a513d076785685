// Sentences worth checking, as the server's rules found them: a quiet line in the text, and keys to step through them.
// They decide nothing: to accept one selects its claim. Where I marked something, nothing is suggested any more.

import { user } from "./session.js";
import { say } from "./view.js";
import { number, t } from "./words.js";

/** @typedef {import("./offsets.js").Place} Place */
/** A sentence, the claim in it, why it is worth checking, the offset of its paragraph. @typedef {Place & {claim: Place, why: string, o: number}} Suggestion */

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  const { root, selected } = bench;
  const panel = document.querySelector("[data-suggestions]");
  const chip = document.querySelector("[data-suggested]");
  const box = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-suggest]"));
  if (!panel || !chip || !box) return;
  const OFF = `annotator.suggestions.${user}`;
  const DISMISSED = `annotator.dismissed.${user}.${bench.id}`;
  box.checked = !stored(OFF);
  /** @type {Suggestion[]} */
  let all = [];
  /** Those neither dismissed nor marked. @type {Suggestion[]} */
  let open = [];
  /** @type {Suggestion | undefined} */
  let accepted;
  /** Where dismissed sentences start. @type {number[]} */
  let dismissed = stored(DISMISSED) ?? [];
  /** Offsets of paragraphs in sight or nearly so: lines are painted there alone. @type {Set<number>} */
  const near = new Set();
  const watch = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) near[isIntersecting ? "add" : "delete"](offset(target));
      paint();
    },
    { rootMargin: "100% 0px" },
  );

  // Forced colours would paint each like a selection: there one steps, and sees one at a time.
  const plain = matchMedia("(forced-colors: active)");
  const paint = () =>
    bench.paint.show("suggestion", box.checked && !plain.matches ? open.filter((one) => near.has(one.o)) : []);

  const current = () => {
    const { place } = selected;
    return open.find((one) => one !== accepted && one.start === place?.start && one.end === place.end);
  };

  const draw = () => {
    const now = box.checked ? current() : undefined;
    const left = unmarked(all, bench.all()).filter((one) => !dismissed.includes(one.start));
    if (left.length !== open.length || left.some((one, i) => one !== open[i])) {
      open = left;
      paint();
    }
    chip.toggleAttribute("hidden", !now);
    if (now) write(chip, "[data-why]", t("Suggested: %s", now.why));
    write(panel, "[data-left]", number(open.length));
    panel.toggleAttribute("hidden", !all.length && box.checked);
    panel.classList.toggle("off", !box.checked);
    panel.querySelector("[data-action=undismiss]")?.toggleAttribute("hidden", !dismissed.length);
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

  /** The chip goes away: the keys stay with the text. */
  const back = () => chip.contains(document.activeElement) && root.focus({ preventScroll: true });

  const load = async () => {
    try {
      const response = await fetch(`${bench.url}suggestions/`, { priority: "low" });
      all = response.ok ? (await response.json()).suggestions : [];
    } catch {
      return; // Without them everything else works.
    }
    const nodes = [...root.querySelectorAll("p[data-o]")];
    let i = 0;
    for (const one of all) {
      while (i + 1 < nodes.length && offset(nodes[i + 1]) <= one.start) i++;
      one.o = offset(nodes[i]);
      watch.observe(nodes[i]);
    }
    draw();
  };

  Object.assign(bench.keys, { j: "next-suggestion", "Shift+j": "previous-suggestion", Enter: "accept", i: "dismiss" });
  Object.assign(bench.commands, {
    "next-suggestion": () => go(1),
    "previous-suggestion": () => go(-1),
    accept: () => {
      const one = current();
      if (!one) return;
      accepted = one;
      back();
      selected.set(one.claim);
      bench.render();
      say(t("The claim is selected. Mark it with 1, 2 or 3."));
    },
    dismiss: () => {
      const one = current();
      if (!one) return say(t("Step to a suggestion with J first."));
      dismissed = [...dismissed, one.start];
      store(DISMISSED, dismissed);
      back();
      draw();
      if (!open.length) selected.clear();
      go(1);
    },
    undismiss: () => {
      dismissed = [];
      store(DISMISSED, null);
      draw();
      say(t("Dismissed suggestions are shown again."));
    },
  });
  bench.on("render", draw);
  bench.on("swapped", (fresh) => fresh.forEach((node) => watch.observe(node)));
  box.addEventListener("change", () => {
    store(OFF, box.checked ? null : true);
    if (!all.length) loaded = load();
    paint();
    draw();
  });
  let loaded = box.checked ? load() : null;
}

/** Those that none of my claims touches; both are in reading order. @param {Suggestion[]} all @param {import("./claims.js").Claim[]} claims */
function unmarked(all, claims) {
  let i = 0;
  let end = -1;
  return all.filter((one) => {
    for (; i < claims.length && claims[i].start < one.end; i++) if (claims[i].live) end = Math.max(end, claims[i].end);
    return end <= one.start;
  });
}

/** @param {Element} node */
const offset = (node) => Number(node.getAttribute("data-o"));

/** @param {Element} inside @param {string} selector @param {string} words */
function write(inside, selector, words) {
  const node = inside.querySelector(selector);
  if (node && node.textContent !== words) node.textContent = words;
}

/** @param {string} key */
function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} key @param {unknown} value null: none */
function store(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    /* It lasts as long as the page. */
  }
}
