// What explains a mark, in the bar: to whom the text attributes the claim, and how firmly it puts it. One key opens
// the choices, 1 to 4 or the arrows choose; a choice pressed again is taken back.

import { ask } from "./bar.js";
import { say } from "./view.js";
import { SAY, t } from "./words.js";

/** @typedef {import("./claims.js").Claim} Claim */
/** @typedef {import("./bench.js").Bench} Bench */

const WAY = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * The claim that a command is about, selected; or null, and it is said why there is none.
 * @param {Bench} bench @param {Claim} [given]
 */
export function wanted(bench, given) {
  const claim = given ?? bench.active();
  if (claim && !bench.readonly) {
    bench.selected.set(claim, { show: false });
    return claim;
  }
  say(bench.selected.place ? SAY.markFirst : SAY.selectFirst);
  return null;
}

/**
 * Writes details of a claim, and says so.
 * @param {Pick<Bench, "acts" | "wrote">} bench @param {Claim} claim @param {Partial<import("./claims.js").Details>} details
 * @param {string} words
 */
export function keep(bench, claim, details, words) {
  bench.acts.change(claim, { details });
  bench.wrote();
  say(words);
}

/** @param {Bench} bench */
export function install(bench) {
  const bar = document.getElementById("pick");
  const names = /** @type {HTMLFormElement | null} */ (bar?.querySelector("[data-step=names]"));
  if (!bar || !names) return;
  const choices = (/** @type {string} */ detail) =>
    /** @type {HTMLButtonElement[]} */ ([...bar.querySelectorAll(`[data-detail=${detail}] button`)]);
  for (const [key, detail] of [["a", "attribution"], ["m", "modality"]]) {
    bench.keys[key] = detail;
    bench.commands[detail] = (given) => {
      if (!wanted(bench, given)) return;
      ask(detail);
      const buttons = choices(detail);
      (buttons.find((one) => one.ariaPressed === "true") ?? buttons[0]).focus();
    };
    for (const button of choices(detail))
      button.addEventListener("click", () => choose(bench, names, detail, button));
  }
  bar.addEventListener("keydown", (event) => {
    const here = /** @type {HTMLElement} */ (event.target).closest("[data-detail]");
    if (here) move(bench, event, choices(here.getAttribute("data-detail") ?? ""));
    else if (event.target instanceof HTMLInputElement) leave(bench, event);
  });
  names.addEventListener("change", () => keepNames(bench, names));
  names.addEventListener("submit", (event) => {
    event.preventDefault();
    bench.home();
    ask("");
  });
  bench.on("render", () => {
    const details = bench.active()?.details;
    for (const [detail, value] of [["attribution", details?.attribution?.kind], ["modality", details?.modality]])
      for (const one of choices(/** @type {string} */ (detail))) one.ariaPressed = String(one.dataset.choice === value);
  });
}

/** @param {Bench} bench @param {HTMLFormElement} names @param {string} detail @param {HTMLButtonElement} button */
function choose(bench, names, detail, button) {
  const claim = bench.active();
  if (!claim) return;
  const value = button.ariaPressed === "true" ? null : (button.dataset.choice ?? null);
  const words = value ? `${button.parentElement?.ariaLabel}: ${button.querySelector("span")?.textContent}` : SAY.undone;
  keep(bench, claim, detail === "modality" ? modality(claim, value) : attribution(claim, value), words);
  bench.home();
  if (detail === "modality" || !value || value === "none") return;
  const { to, via } = claim.details.attribution ?? {};
  names.dataset.of = claim.id;
  for (const [name, text] of Object.entries({ to, via })) input(names, name).value = text ?? "";
  ask("names");
  if (matchMedia("(width >= 900px)").matches) input(names, "to").focus();
}

/** @param {Claim} claim @param {string | null} kind */
function attribution({ details }, kind) {
  const { to = "", via = "" } = details.attribution ?? {};
  return { attribution: kind ? { kind, ...(kind === "none" ? {} : { to, via }) } : null };
}

/**
 * A bare assertion is one choice of two details: nobody stands behind it. Taken back, both are.
 * @param {Claim} claim @param {string | null} value
 */
function modality({ details }, value) {
  const bare = details.modality === "asserted" && details.attribution?.kind === "none";
  const before = bare ? null : details.attribution;
  return { modality: value, attribution: value === "asserted" ? (before ?? { kind: "none" }) : before };
}

/** @param {Bench} bench @param {KeyboardEvent} event @param {HTMLButtonElement[]} buttons */
function move(bench, event, buttons) {
  const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target));
  const turned = document.dir === "rtl" && /Left|Right/.test(event.key) ? -1 : 1;
  const way = turned * WAY[/** @type {keyof typeof WAY} */ (event.key)];
  const to = way ? buttons.at((at + way) % buttons.length) : null;
  const chosen = buttons[Number(event.key) - 1];
  if (to) to.focus();
  else if (chosen) chosen.click();
  else if (event.key === "Escape") bench.home();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** From the names an arrow up or down goes on in the text, as it would from there. @param {Bench} bench @param {KeyboardEvent} event */
function leave(bench, event) {
  if (!/^(Escape|ArrowUp|ArrowDown)$/.test(event.key)) return;
  event.preventDefault();
  bench.home();
  ask("");
  if (event.key !== "Escape") bench.commands[bench.keys[event.key]]();
}

/** @param {Bench} bench @param {HTMLFormElement} names */
function keepNames(bench, names) {
  const claim = bench.all().find((one) => one.id === names.dataset.of);
  const kind = claim?.details.attribution?.kind;
  if (!claim || !kind) return;
  const [to, via] = ["to", "via"].map((name) => input(names, name).value.trim());
  keep(bench, claim, { attribution: { kind, to, via } }, t("Details saved."));
}

/** @param {HTMLFormElement} form @param {string} name */
const input = (form, name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
