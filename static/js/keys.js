// Single keys. They act only while the text, the bar or nothing at all has the focus, never in a field, and can be
// switched off (WCAG 2.1.4): arrows with or without Shift and Escape, which are no characters, stay.

import { user } from "./session.js";
import { recall, store } from "./storage.js";

const KEYS = `annotator.keys.${user}`;

/** Whether they are switched on. */
export const singleKeys = () => recall(KEYS) !== "off";

/**
 * The letter, in lower case, or digit of a key: for a script other than Latin what stands there on a Latin keyboard.
 * @param {{key: string, code: string}} event @returns {string} any other key by its name
 */
export function letter({ key, code }) {
  if (key.length > 1) return key;
  return (/^[\x20-\x7e]$/.test(key) ? key : code.replace(/^(Key|Digit|Numpad)/, "").replace("Slash", "/")).toLowerCase();
}

/**
 * @param {(Element | null)[]} places where keys act, beside the body
 * @param {{keys: Record<string, string>, commands: Record<string, () => void>}} bench keys by `event.key`, letters in lower
 *   case, with "Shift+" or "Ctrl+" (both: "Ctrl+Shift+z") before it
 * @param {{off: () => void}} on
 */
export function keys(places, bench, on) {
  const box = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-single-keys]"));
  let single = singleKeys();
  if (box) {
    box.checked = single;
    box.addEventListener("change", () => {
      single = box.checked;
      store(KEYS, single ? "on" : "off");
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
    const here = document.activeElement;
    if (here !== document.body && !places.some((place) => place?.contains(here))) return;
    if (here?.matches("input, select, textarea")) return;
    if (event.key === "Enter" && here?.matches("button, a, summary, input, select")) return;
    const character = event.key.length === 1;
    const held = event.ctrlKey || event.metaKey;
    const act = bench.commands[named(bench.keys, event, held)];
    if (!act) return;
    if (character && !single && !held) return on.off();
    event.preventDefault();
    act();
  });
}

/**
 * The command of a key: with its modifiers first; a character that needs Shift to be typed ("?") is known by itself,
 * and so is a digit that stands on its key but needs Shift there, as on a French keyboard.
 * @param {Record<string, string>} table @param {KeyboardEvent} event @param {boolean} held Ctrl or Command
 */
function named(table, event, held) {
  const { key, code, shiftKey } = event;
  const one = letter(event);
  const ctrl = held ? "Ctrl+" : "";
  const found = shiftKey ? table[`${ctrl}Shift+${one}`] : undefined;
  if (found || (shiftKey && /^([a-z]|Arrow.*)$/.test(one))) return found ?? "";
  const digit = shiftKey ? "" : ctrl + code.replace("Digit", "");
  return table[ctrl + key.toLowerCase()] ?? table[ctrl + one] ?? table[digit] ?? "";
}
