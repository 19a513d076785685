// The words that scripts say. Words that stand on the page from the start are in the templates.

/** @typedef {"sourced" | "disputed" | "speculative"} Status */

/** @type {Record<Status, {name: string, sign: string}>} */
export const STATUS = {
  sourced: { name: "Sourced", sign: "❝" },
  disputed: { name: "Disputed", sign: "≠" },
  speculative: { name: "Speculative", sign: "?" },
};

export const SAY = {
  marked: (/** @type {Status} */ status) => `Marked as ${status}.`,
  changed: (/** @type {Status} */ status) => `Changed to ${status}.`,
  already: (/** @type {Status} */ status) => `Already ${status}.`,
  noted: "Note saved.",
  unnoted: "Note removed.",
  retracted: "Retracted.",
  restored: "Restored.",
  undone: "Undone.",
  discarded: "Discarded.",
  nothingToUndo: "Nothing to undo.",
  selectFirst: "Select a claim in the text first.",
  markFirst: "Mark it first with 1, 2 or 3, then add a note.",
  noClaim: "No claim marked yet.",
  firstClaim: "That was the last claim; this is the first.",
  lastClaim: "That was the first claim; this is the last.",
  notStored: "This browser stores nothing: what waits is lost when the page closes.",
  edge: (/** @type {"start" | "end"} */ edge) => `Now the ${edge} moves.`,
  keysOff: "Single keys are off. Every action has a button.",
  selected: (/** @type {string} */ quote, /** @type {Status | undefined} */ status) =>
    `${status ? `${STATUS[status].name}: ` : "Selected: "}${quote}`,
  waiting: "Not sent yet. Kept on this device and sent by itself.",
  refused: (/** @type {string} */ detail) => `Refused: ${detail}`,
  unsent: (/** @type {number} */ n) =>
    `${n === 1 ? "One change has" : `${n} changes have`} not reached the server yet. Wait for it, or try again or discard what was refused, then hand in.`,
};

/** What an entry of the outbox will do. */
export const WAITS = { put: "to save", retract: "to retract", restore: "to restore" };

/** @param {{saved: number, waiting: number, refused: number, signedOut: boolean}} counts */
export function saveState({ saved, waiting, refused, signedOut }) {
  const parts = [`${saved} saved`];
  if (waiting) parts.push(`${waiting} waiting`);
  if (refused) parts.push(`${refused} refused`);
  if (signedOut) parts.push("signed out");
  return parts.join(", ");
}
