// Single keys. They act only while the text, the bar or nothing at all has the focus, never in a field, and can be
// switched off (WCAG 2.1.4): arrows with or without Shift and Escape, which are no characters, stay.

const STORED = "annotator.keys";

/** @param {string} key @returns {string} the letter or digit on that place of a Latin keyboard, for any other script */
const latin = (key, code = "") =>
  (/^[\x20-\x7e]$/.test(key) ? key : code.replace(/^(Key|Digit|Numpad)/, "")).toLowerCase();

/**
 * @param {(Element | null)[]} places where keys act, beside the body
 * @param {{keys: Record<string, string>, commands: Record<string, () => void>}} bench keys by `event.key`, letters in lower
 *   case, with "Shift+" or "Ctrl+" (both: "Ctrl+Shift+z") before it
 * @param {{off: () => void}} on
 */
export function keys(places, bench, on) {
  const box = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-single-keys]"));
  let single = stored() !== "off";
  if (box) {
    box.checked = single;
    box.addEventListener("change", () => {
      single = box.checked;
      store(single ? "on" : "off");
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
 * The command of a key: with its modifiers first; a character that needs Shift to be typed ("?") is known by itself.
 * @param {Record<string, string>} table @param {KeyboardEvent} event @param {boolean} held Ctrl or Command
 */
function named(table, { key, code, shiftKey }, held) {
  const letter = key.length === 1 ? latin(key, code) : key;
  const ctrl = held ? "Ctrl+" : "";
  const found = shiftKey ? table[`${ctrl}Shift+${letter}`] : undefined;
  if (found || (shiftKey && /^([a-z]|Arrow.*)$/.test(letter))) return found ?? "";
  return table[ctrl + key.toLowerCase()] ?? table[ctrl + letter] ?? "";
}

function stored() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

/** @param {string} value */
function store(value) {
  try {
    localStorage.setItem(STORED, value);
  } catch {
    /* The choice lasts as long as the page. */
  }
}
