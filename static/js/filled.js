// What is filled in of a claim, in the words that the form of its details has for it: for the card of a write that
// waits. What the project does not show is not in the form, and not on the card.

import { t } from "./words.js";

const form = /** @type {HTMLTemplateElement | null} */ (document.getElementById("details-form"))?.content;

/** @param {string} name @param {string | number | null | undefined} value */
const word = (name, value) => form?.querySelector(`[name=${name}] [value="${value}"]`)?.textContent;

/** @param {string} name */
const label = (name) => form?.querySelector(`label:has([name=${name}])`)?.firstElementChild?.textContent;

/** @param {import("./claims.js").Details} details @returns {HTMLElement[]} */
export function filled({ attribution, modality, labels, facts, evidence, ...grades }) {
  const whom = [attribution?.to && `: ${attribution.to}`, attribution?.via && `, ${t("via %s", attribution.via)}`];
  const lines = [
    attribution && [word("attribution", attribution.kind), ...whom].filter(Boolean).join(""),
    modality && word("modality", modality),
    ...Object.entries(grades).map(([name, value]) => value && label(name) && `${label(name)}: ${word(name, value)}`),
    labels.length && label("labels") && `${label("labels")}: ${labels.join(", ")}`,
    ...facts.map((fact) => word("kind", fact.kind) && `${word("kind", fact.kind)}: ${fact.as_written}`),
    ...evidence.map((one) => `${word("stance", one.stance)} ${one.url ?? `“${one.exact}”`}`),
  ];
  return lines
    .filter((line) => typeof line === "string")
    .map((textContent) => Object.assign(document.createElement("li"), { textContent, dir: "auto" }));
}
