// The words that scripts say. Words that stand on the page from the start are in the templates.

/** @typedef {"sourced" | "disputed" | "speculative"} Status */

/** What stands for a text in the reader's language, where there is a catalogue on the page. @type {Record<string, string | string[]>} */
const catalogue = JSON.parse(document.getElementById("words")?.textContent || "{}");

/** @param {string | string[]} text @param {(string | number)[]} values */
const put = (text, values) => String(text).replace(/%s/g, () => String(values.shift()));

/**
 * A text in the reader's language, with values in the places of its `%s`, in order.
 * @param {string} text @param {...(string | number)} values
 */
export const t = (text, ...values) => put(catalogue[text] ?? text, values);

/** A number as the reader writes it. @param {number} n */
export const number = (n) => n.toLocaleString(LOCALE);

/** The language of the page, with the digits that the keys 1, 2 and 3 have. */
export const LOCALE = `${document.documentElement.lang || "en"}-u-nu-latn`;

const PLURALS = ["zero", "one", "two", "few", "many", "other"];

/** One text for one thing, another for more. @param {number} n @param {string} one @param {string} many with %s for the number */
export const tn = (n, one, many) => {
  const forms = catalogue[one];
  if (!Array.isArray(forms)) return put(n === 1 ? one : many, [number(n)]);
  const rules = new Intl.PluralRules(LOCALE);
  const has = PLURALS.filter((name) => rules.resolvedOptions().pluralCategories.some((known) => known === name));
  return put(forms[has.indexOf(rules.select(n))] || many, [number(n)]);
};

/** @type {Record<Status, {name: string, sign: string}>} */
export const STATUS = {
  sourced: { name: t("Sourced"), sign: "❝" },
  disputed: { name: t("Disputed"), sign: "≠" },
  speculative: { name: t("Speculative"), sign: "?" },
};

/** @type {Record<string, Record<Status, string>>} */
const DONE = {
  marked: {
    sourced: t("Marked as sourced."),
    disputed: t("Marked as disputed."),
    speculative: t("Marked as speculative."),
  },
  changed: {
    sourced: t("Changed to sourced."),
    disputed: t("Changed to disputed."),
    speculative: t("Changed to speculative."),
  },
  already: {
    sourced: t("Already sourced."),
    disputed: t("Already disputed."),
    speculative: t("Already speculative."),
  },
};

export const SAY = {
  marked: (/** @type {Status} */ status) => DONE.marked[status],
  changed: (/** @type {Status} */ status) => DONE.changed[status],
  already: (/** @type {Status} */ status) => DONE.already[status],
  noted: t("Note saved."),
  unnoted: t("Note removed."),
  retracted: t("Retracted."),
  restored: t("Restored."),
  undone: t("Undone."),
  redone: t("Redone."),
  discarded: t("Discarded."),
  nothingToUndo: t("Nothing to undo."),
  nothingToRedo: t("Nothing to redo."),
  gone: t("That can not be undone any more: the claim was changed elsewhere since."),
  unread: t("Its claim is not in the list yet. Scroll the list to its end, then try again."),
  closed: t("Your marks here can not be changed now."),
  selectFirst: t("Select a claim in the text first."),
  markFirst: t("Mark it first with 1, 2 or 3, then add a note."),
  noClaim: t("No claim marked yet."),
  firstClaim: t("That was the last claim; this is the first."),
  lastClaim: t("That was the first claim; this is the last."),
  notStored: t("This browser has no room left: keep this page open until all is sent."),
  edge: (/** @type {"start" | "end"} */ edge) => (edge === "start" ? t("Now the start moves.") : t("Now the end moves.")),
  keysOff: t("Single keys are off. Every action has a button."),
  selected: (/** @type {string} */ quote, /** @type {Status | undefined} */ status) =>
    `${status ? `${STATUS[status].name}: ` : t("Selected: ")}${quote}`,
  waiting: t("Not sent yet. Kept on this device and sent by itself."),
  openRefused: t("The server did not take this. Open the document to try again or to discard it."),
  signedOut: t("You are signed out here. It is kept on this device: sign in again, and it is sent."),
  chosen: t("Kept as you chose."),
  stale: t("It was changed elsewhere in the meantime. Nothing is lost: compare the two."),
  refused: (/** @type {string} */ detail) => t("Refused: %s", detail),
  unsent: (/** @type {number} */ n) =>
    tn(
      n,
      "One change has not reached the server yet. Wait for it, or try again or discard what was refused, then hand in.",
      "%s changes have not reached the server yet. Wait for it, or try again or discard what was refused, then hand in.",
    ),
};

/** What an entry of the outbox will do. */
export const WAITS = { put: t("to save"), retract: t("to retract"), restore: t("to restore"), comment: t("to send") };

/** @param {{saved: number, waiting: number, refused: number, signedOut: boolean}} counts */
export function saveState({ saved, waiting, refused, signedOut }) {
  const parts = [t("%s saved", number(saved))];
  if (waiting) parts.push(t("%s waiting", number(waiting)));
  if (refused) parts.push(t("%s refused", number(refused)));
  if (signedOut) parts.push(t("signed out"));
  return parts.join(", ");
}
