// A change that was made on a version of the claim which is no longer the last: mine and theirs side by side.

import { say } from "./view.js";
import { SAY, WAITS } from "./words.js";

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  const { acts, commands, list, outbox } = bench;
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("conflict"));
  if (!dialog) return;
  let tag = "";
  /** @param {string} kind @returns {HTMLElement | null} */
  const card = (kind) => list.querySelector(`:scope > [data-tag="${CSS.escape(tag)}"]${kind}`);
  const note = (/** @type {string} */ kind) => card(kind)?.querySelector("[data-note]")?.textContent ?? "";

  bench.on("landed", ({ status }) => {
    if (status === 412) say(SAY.stale);
  });
  commands.compare = (claim) => {
    if (!claim?.waits) return;
    tag = claim.id;
    show(dialog, "[data-mine]", card(".wait"), WAITS[claim.waits.op]);
    show(dialog, "[data-theirs]", card("[data-version]"));
    const both = note(".wait") && note("[data-version]") && note(".wait") !== note("[data-version]");
    dialog.querySelector("[data-action=keep-both]")?.toggleAttribute("hidden", !both);
    dialog.showModal();
  };
  commands["take-theirs"] = () => done(() => outbox.discard(tag));
  commands["keep-mine"] = () => done(keep);
  commands["keep-both"] = () => done(() => keep([note(".wait"), note("[data-version]")].join("\n\n")));

  /** Puts what waits on top of what stands: first the new entries, then the old ones away, so that none is lost. @param {string} [notes] */
  function keep(notes) {
    const theirs = card("[data-version]")?.dataset ?? {};
    const old = outbox.of(tag);
    const writes = old.map(({ op, body }) => ({ tag, op: /** @type {any} */ (op), body }));
    const last = writes.findLast(({ body }) => body);
    if (last && notes) last.body = { ...last.body, note: notes };
    if (theirs.state === "retracted" && writes[0]?.op === "put") writes.unshift({ tag, op: "restore", body: null });
    writes.forEach((write, i) => acts.send(write, i ? null : Number(theirs.version)));
    for (const item of old) outbox.remove(item);
    bench.wrote();
  }

  /** @param {() => void} choose */
  function done(choose) {
    choose();
    dialog?.close();
    say(SAY.chosen);
  }
}

/** @param {HTMLElement} dialog @param {string} place @param {HTMLElement | null} card @param {string} [op] */
function show(dialog, place, card, op) {
  const copy = /** @type {HTMLElement | undefined} */ (card?.cloneNode(true));
  if (!copy) return;
  for (const part of copy.querySelectorAll("footer, form, .thread")) part.remove();
  for (const button of copy.querySelectorAll("button")) button.replaceWith(...button.childNodes);
  for (const part of copy.querySelectorAll("[data-op]")) part.textContent = op ?? "";
  copy.hidden = false;
  copy.classList.remove("on", "refused");
  dialog.querySelector(place)?.replaceChildren(copy);
}
