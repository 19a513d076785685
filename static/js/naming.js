// After an @ the members who may read along stand in a list below the field: arrows, Enter or Tab to take one, Escape.

const NAME = /(?<![\p{L}\p{N}_@.+-])@([\p{L}\p{N}_.+-]*)$/u;

/** The list of a field. @param {any} field @returns {any} */
const listOf = (field) => field?.matches?.(".talk textarea") && field.closest(".talk").querySelector(".people");

/** @param {any} field @param {any} list @param {any} [option] none closes the list */
function choose(field, list, option) {
  for (const one of list.children) one.ariaSelected = String(one === option);
  list.hidden = !option;
  field.setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

/** @param {any} field @param {any} list @param {any} option */
function take(field, list, option) {
  const end = field.selectionStart;
  field.setRangeText(`@${option.dataset.name} `, field.value.lastIndexOf("@", end - 1), end, "end");
  choose(field, list);
}

document.addEventListener("input", (/** @type {any} */ { target: field }) => {
  const list = listOf(field);
  if (!list) return;
  const given = NAME.exec(field.value.slice(0, field.selectionStart))?.[1].toLowerCase();
  const options = [...list.children];
  for (const one of options) one.hidden = given === undefined || !one.textContent.toLowerCase().includes(given);
  field.form.after(list);
  choose(field, list, options.find((one) => !one.hidden));
});

document.addEventListener("keydown", (event) => {
  const { key, target: field } = event;
  const list = listOf(field);
  if (!list || list.hidden || event.isComposing || event.ctrlKey || event.metaKey) return;
  const all = [...list.querySelectorAll("li:not([hidden])")];
  const at = all.findIndex((one) => one.ariaSelected === "true");
  const way = { ArrowDown: 1, ArrowUp: all.length - 1 }[key];
  if (way) choose(field, list, all[(at + way) % all.length]);
  else if (key === "Enter" || key === "Tab") take(field, list, all[at]);
  else if (key === "Escape") choose(field, list);
  else return;
  event.preventDefault();
});

document.addEventListener("mousedown", (event) => {
  const option = /** @type {Element} */ (event.target).closest(".people li");
  const list = listOf(document.activeElement);
  if (!option) return;
  event.preventDefault();
  if (list) take(document.activeElement, list, option);
});

document.addEventListener("focusout", ({ target }) => {
  const list = listOf(target);
  if (list) choose(target, list);
});
