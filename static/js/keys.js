// Single keys. They act only while the text, the bar or nothing at all has the focus, never in a field, and can be
// switched off (WCAG 2.1.4): arrows with or without Shift and Escape, which are no characters, stay.

/** @typedef {() => void} Act */

const STORED = "annotator.keys";

/** @param {string} key @returns {string} the letter or digit on that place of a Latin keyboard, for any other script */
const latin = (key, code = "") =>
  (/^[\x20-\x7e]$/.test(key) ? key : code.replace(/^(Key|Digit|Numpad)/, "")).toLowerCase();

/**
 * @param {(Element | null)[]} places where keys act, beside the body
 * @param {Record<string, Act>} acts by `event.key`, characters in lower case, with "Shift+", "Ctrl+" before it
 * @param {{off: () => void}} on
 */
export function keys(places, acts, on) {
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
    const character = event.key.length === 1;
    const name = event.key.startsWith("Arrow") && event.shiftKey ? `Shift+${event.key}` : event.key;
    const act =
      event.ctrlKey || event.metaKey
        ? acts[`Ctrl+${latin(event.key, event.code)}`]
        : (acts[name] ?? acts[event.key.toLowerCase()] ?? acts[latin(event.key, event.code)]);
    if (!act) return;
    if (character && !single && !event.ctrlKey && !event.metaKey) return on.off();
    event.preventDefault();
    act();
  });
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
