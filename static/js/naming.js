// After an @ the members who may read along stand in a list below the field: arrows, Enter or Tab to take one, Escape.

const NAME = /(?<![\p{L}\p{N}_@.+-])@([\p{L}\p{N}_.+-]*)$/u;

/** @typedef {HTMLTextAreaElement} Field */

/** The field that a comment is written in. @param {EventTarget | null} target @returns {Field | null} */
const fieldOf = (target) => (target instanceof HTMLTextAreaElement && target.closest(".talk") ? target : null);

/** @param {Field | null} field @returns {HTMLElement | null} */
const listOf = (field) => field?.closest(".talk")?.querySelector(".people") ?? null;

/** @param {HTMLElement} list @returns {HTMLElement[]} */
const options = (list) => [...list.querySelectorAll("li")];

/** @param {Field} field @param {HTMLElement} list @param {HTMLElement} [option] none closes the list */
function choose(field, list, option) {
  for (const one of options(list)) one.ariaSelected = String(one === option);
  list.hidden = !option;
  field.setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

/** @param {Field} field @param {HTMLElement} list @param {HTMLElement} option */
function take(field, list, option) {
  const end = field.selectionStart;
  field.setRangeText(`@${option.dataset.name} `, field.value.lastIndexOf("@", end - 1), end, "end");
  choose(field, list);
}

document.addEventListener("input", ({ target }) => {
  const field = fieldOf(target);
  const list = listOf(field);
  if (!field || !list) return;
  const given = NAME.exec(field.value.slice(0, field.selectionStart))?.[1].toLowerCase();
  for (const one of options(list)) one.hidden = given === undefined || !one.textContent?.toLowerCase().includes(given);
  field.form?.after(list);
  choose(field, list, options(list).find((one) => !one.hidden));
});

document.addEventListener("keydown", (event) => {
  const { key } = event;
  const field = fieldOf(event.target);
  const list = listOf(field);
  if (!field || !list || list.hidden || event.isComposing || event.ctrlKey || event.metaKey) return;
  const all = options(list).filter((one) => !one.hidden);
  const at = all.findIndex((one) => one.ariaSelected === "true");
  const way = { ArrowDown: 1, ArrowUp: all.length - 1 }[key];
  if (way) choose(field, list, all[(at + way) % all.length]);
  else if (key === "Enter" || key === "Tab") take(field, list, all[at]);
  else if (key === "Escape") choose(field, list);
  else return;
  event.preventDefault();
});

document.addEventListener("mousedown", (event) => {
  const option = event.target instanceof Element ? event.target.closest("li") : null;
  if (!option?.matches(".people li")) return;
  event.preventDefault();
  const field = fieldOf(document.activeElement);
  const list = listOf(field);
  if (field && list) take(field, list, option);
});

document.addEventListener("focusout", ({ target }) => {
  const field = fieldOf(target);
  const list = listOf(field);
  if (field && list) choose(field, list);
});
