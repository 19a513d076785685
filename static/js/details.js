// All details of a claim, as a form in its card; on a phone as a sheet. What is not in the form stays as it is.

import { keep, wanted } from "./attributes.js";
import { openForm } from "./forms.js";
import { t } from "./words.js";

/** @typedef {import("./claims.js").Claim} Claim */
/** @typedef {import("./claims.js").Details} Details */
/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

const FACT = ["kind", "as_written", "low", "high", "unit", "as_of", "precision"];

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  if (!document.getElementById("details-form")) return;
  bench.keys.d = "details";
  bench.commands.details = (given) => {
    const claim = wanted(bench, given);
    const card = claim && bench.cards.of(claim.id);
    if (!card) return;
    openForm(card, "details-form", {
      fill: (form) => fill(form, claim.details),
      save: (form) => {
        const now = bench.all().find((one) => one.id === claim.id) ?? claim;
        keep(bench, now, read(new FormData(form), now.details), t("Details saved."));
      },
      left: () => bench.home(),
    });
  };
  bench.list.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLElement} */ (target).closest("button");
    const { at, uncite } = button?.dataset ?? {};
    const [start, end] = at?.split(",").map(Number) ?? [];
    if (end) bench.selected.set({ start, end });
    const tag = button?.closest("[data-tag]")?.getAttribute("data-tag");
    const claim = uncite && bench.all().find((one) => one.id === tag);
    if (!claim) return;
    keep(bench, claim, { evidence: claim.details.evidence.toSpliced(Number(uncite), 1) }, t("Cited no longer."));
  });
}

/** @param {HTMLFormElement} form @param {Details} details */
function fill(form, { attribution, labels, facts, ...others }) {
  /** @param {ParentNode} root @param {Record<string, any>} values */
  const put = (root, values) => {
    for (const [name, value] of Object.entries(values)) {
      const field = /** @type {Field | null} */ (root.querySelector(`[name=${name}]`));
      if (field) field.value = value ?? "";
    }
  };
  /** @type {Set<string>} */
  const own = new Set(labels);
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[name=label]")))
    box.checked = own.delete(box.value);
  const { kind, to, via } = attribution ?? {};
  put(form, { ...others, attribution: kind, to, via, labels: [...own].join(", ") });
  const row = form.querySelector(".fact");
  const another = /** @type {HTMLElement | null} */ (form.querySelector("[data-another]"));
  if (!row || !another) return;
  const add = (/** @type {Record<string, any>} */ fact) => {
    const fresh = /** @type {Element} */ (row.cloneNode(true));
    put(fresh, fact);
    another.before(fresh);
    return fresh;
  };
  row.remove();
  for (const fact of facts) add(fact);
  another.onclick = () => add({}).querySelector("input")?.focus();
  if (!facts.length) add({});
}

/** What was filled in; a field that the form has not is left out. @param {FormData} data @param {Details} before */
function read(data, before) {
  const text = (/** @type {string} */ name, i = 0) => String(data.getAll(name)[i] ?? "").trim();
  const [kind, url] = [text("attribution"), text("url")];
  const whom = kind === "none" ? {} : { to: text("to"), via: text("via") };
  /** @type {any} */
  const found = { attribution: kind ? { kind, ...whom } : null };
  if (url) found.evidence = [...before.evidence, { stance: text("stance"), url }];
  for (const name of ["modality", "confidence", "likelihood"]) if (data.has(name)) found[name] = text(name) || null;
  if (data.has("credibility")) found.credibility = Number(text("credibility")) || null;
  if (data.has("labels")) {
    const all = [...data.getAll("label"), ...text("labels").split(/\s*[,،]\s*/)];
    found.labels = [...new Set(all.filter(Boolean))];
  }
  if (data.has("kind")) {
    const facts = data.getAll("kind").map((_, i) => FACT.map((name) => [name, fact(name, text(name, i))]));
    found.facts = facts.filter(([, ...parts]) => parts.some(([, value]) => value !== null)).map(Object.fromEntries);
  }
  return found;
}

/** @param {string} name @param {string} value */
const fact = (name, value) => (/^(low|high)$/.test(name) && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value || null);
