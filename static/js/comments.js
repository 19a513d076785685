// What is said about claims: threads in the cards, the marks of others with theirs, comments on their way.

import { clone, element } from "./html.js";
import "./mention.js";
import { toRange } from "./offsets.js";
import { uuid } from "./outbox.js";
import { say } from "./view.js";
import { SAY, t, tn } from "./words.js";

/** @typedef {import("./bench.js").Bench} Bench */
/** @typedef {import("./outbox.js").Item} Item */

/** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement | null} */
const one = (selector, within = document) => within.querySelector(selector);

/** The tag whose card this is in. @param {Element} node */
const tagOf = (node) => {
  const { tag, other } = /** @type {HTMLElement} */ (node.closest("[data-tag], [data-other]"))?.dataset ?? {};
  return tag ?? other ?? "";
};

/** The threads of a tag on this page. @param {string} tag @returns {HTMLDetailsElement[]} */
const threads = (tag) =>
  /** @type {HTMLDetailsElement[]} */ ([
    ...document.querySelectorAll(`:is([data-tag="${CSS.escape(tag)}"], [data-other="${CSS.escape(tag)}"]) > .thread`),
  ]);

/** @param {Bench} bench */
export function install(bench) {
  const others = /** @type {HTMLElement} */ (one("[data-others]"));
  const stray = /** @type {HTMLElement} */ (one("[data-stray]"));
  /** @type {Element | null} */
  let wanted = null; // the thread whose field takes the focus when it is there
  let sought = address();
  let drawn = "";

  document.addEventListener("toggle", ({ target }) => unfold(/** @type {HTMLDetailsElement} */ (target)), true);
  document.addEventListener("submit", submit);
  document.addEventListener("click", press);
  document.addEventListener("keydown", leave);
  bench.root.addEventListener("click", ({ target }) => {
    const mark = /** @type {Element} */ (target).closest("mark");
    if (mark && getSelection()?.isCollapsed) show(foreign([mark]));
  });
  addEventListener("hashchange", () => {
    sought = address();
    seek();
  });
  bench.keys.r = "comment";
  bench.commands.comment = (claim) => {
    const active = claim ?? bench.active();
    if (active) return begin(one(".thread", bench.cards.of(active.id) ?? document));
    const range = getSelection()?.rangeCount ? getSelection()?.getRangeAt(0) : null;
    const ids = foreign([...bench.root.querySelectorAll("mark")].filter((mark) => range?.intersectsNode(mark)));
    if (!ids.length) say(SAY.selectFirst);
    show(ids).then((any) => any && begin(one(".thread", others)));
  };
  bench.commands["others-close"] = () => show([]);
  bench.on("landed", (answer) => {
    const { talk } = /** @type {any} */ (answer);
    if (talk) put(talk.tag, talk.html);
  });
  bench.on("render", () => {
    seek();
    draw();
  });

  /** Tags of others that these marks stand for. @param {Element[]} marks */
  function foreign(marks) {
    const mine = new Set(bench.all().map((claim) => claim.id));
    const ids = marks.flatMap((mark) => mark.getAttribute("data-tags")?.split(" ") ?? []);
    return [...new Set(ids)].filter((id) => !mine.has(id));
  }

  /** Shows marks of others, or none. @param {string[]} ids @returns {Promise<boolean>} whether there are any to see */
  async function show(ids) {
    const html = ids.length ? await read(`others/?${ids.map((id) => `tag=${id}`).join("&")}`) : "";
    const list = /** @type {HTMLElement} */ (one("ol", others));
    list.innerHTML = html ?? "";
    const cards = /** @type {HTMLElement[]} */ ([...list.children]);
    others.hidden = !cards.length;
    bench.paint.show("other", cards.map(place));
    if (cards.length) say(tn(cards.length, "Marked by one other here.", "Marked by %s others here."));
    if (cards.length) others.scrollIntoView({ block: "nearest" });
    drawn = "";
    draw();
    return cards.length > 0;
  }

  /** Opens a thread and writes in it. @param {Element | null} thread */
  function begin(thread) {
    if (!(thread instanceof HTMLDetailsElement)) return;
    wanted = thread;
    thread.open = true;
    settle(thread);
  }

  /** @param {HTMLDetailsElement} thread */
  async function unfold(thread) {
    if (!thread.open || !thread.matches("[data-thread]") || one(".talk", thread)) return;
    const html = await read(`tags/${tagOf(thread)}/comments/`);
    if (!one(".talk", thread)) put(tagOf(thread), html ?? clone("talk-unread").outerHTML);
  }

  /** A fragment, or null where it can not be had now. @param {string} path */
  async function read(path) {
    const response = await fetch(bench.url + path, { headers: { Accept: "text/html" }, redirect: "manual" }).catch(() => null);
    return response?.ok ? response.text() : null;
  }

  /** Puts a thread in as the server has it; what is being written stays. @param {string} tag @param {string} html */
  function put(tag, html) {
    for (const thread of threads(tag)) {
      const fresh = /** @type {HTMLElement} */ (element(html));
      const old = one(".talk", thread);
      if (old) keep(old, fresh);
      const focus = old?.contains(document.activeElement) ? fieldOf(/** @type {Element} */ (document.activeElement)) : null;
      if (old) old.replaceWith(fresh);
      else thread.append(fresh);
      if (focus !== null) field(fresh, focus)?.focus();
      const n = Number(fresh.dataset.size);
      const label = one("[data-talks]", thread);
      if (label && fresh.dataset.size) label.textContent = n ? tn(n, "One comment", "%s comments") : t("Comment");
      settle(thread);
    }
    drawn = "";
    draw();
  }

  /** @param {HTMLDetailsElement} thread */
  function settle(thread) {
    const text = one(".talk > .say textarea", thread);
    if (wanted !== thread || !text) return;
    wanted = null;
    text.focus();
  }

  /** @param {SubmitEvent} event */
  function submit(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const { turn, say: says } = form.dataset;
    const tag = tagOf(form);
    if (!tag || (turn ?? says) === undefined) return;
    event.preventDefault();
    const text = String(new FormData(form).get("text") ?? "").trim();
    const answered = String(new FormData(form).get("reply_to") ?? "");
    if (!turn && !text) return;
    const { document, title } = bench.acts.at;
    const url = turn ? new URL(form.action).pathname : `${bench.url}tags/${tag}/comments/${uuid()}/`;
    const body = turn ? {} : { text, ...(answered && { reply_to: answered }) };
    bench.outbox.add({ tag, op: "comment", method: turn ? "POST" : "PUT", url, body, document, title });
    form.reset();
    bench.wrote();
  }

  /** Comments that the server has not acknowledged, under their threads or, where those are not here, in a list. */
  function draw() {
    const items = bench.outbox.items().filter((item) => item.op === "comment" && item.document === bench.id);
    const now = JSON.stringify(items);
    if (now === drawn) return;
    drawn = now;
    for (const row of document.querySelectorAll(".waiting[data-item]")) row.remove();
    for (const item of items) {
      const thread = threads(item.tag).find((thread) => one(".talk", thread));
      if (thread && item.refused) thread.open = true;
      (thread ? one(".talk", thread) : one("ol", stray))?.append(row(item));
    }
    stray.hidden = !one("li", stray);
  }

  /** @param {Item} item */
  function row(item) {
    const made = clone("waiting-comment");
    made.dataset.item = item.key;
    /** @type {HTMLElement} */ (one("[data-words]", made)).textContent = item.body.text ?? "";
    /** @type {HTMLElement} */ (one("[data-why]", made)).textContent = item.refused ? SAY.refused(item.refused.detail) : SAY.waiting;
    made.classList.toggle("refused", item.refused !== null);
    for (const button of made.querySelectorAll("button")) button.hidden = !item.refused;
    return made;
  }

  /** @param {MouseEvent} event */
  function press({ target }) {
    const button = /** @type {Element} */ (target).closest("button");
    if (!button) return;
    if (button.dataset.seek !== undefined) return bench.selected.set(place(/** @type {HTMLElement} */ (button.closest("[data-other]"))));
    const key = /** @type {HTMLElement | null} */ (button.closest("[data-item]"))?.dataset.item;
    const item = key && bench.outbox.items().find((one) => one.key === key);
    if (!item) return;
    if (button.dataset.again === undefined) bench.outbox.remove(item);
    else bench.outbox.retry(item.tag);
    bench.wrote();
  }

  /** @param {KeyboardEvent} event */
  function leave(event) {
    const text = /** @type {Element} */ (event.target).closest(".say textarea");
    if (!text || event.defaultPrevented) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) text.closest("form")?.requestSubmit();
    if (event.key === "Escape") bench.root.focus({ preventScroll: true });
  }

  /** Goes to the tag that the address names, as soon as it is known. */
  function seek() {
    const id = sought;
    const claim = bench.all().find((one) => one.id === id);
    if (!id || (!claim && one("[data-more]", bench.list) && !bench.list.children.length)) return;
    sought = "";
    if (!claim) {
      show([id]).then((any) => any && bench.selected.set(place(/** @type {HTMLElement} */ (one("li", others)))));
      return;
    }
    setTimeout(() => bench.selected.set(claim));
    const thread = one(".thread", bench.cards.of(id) ?? document);
    if (thread?.dataset.size !== "0" && thread instanceof HTMLDetailsElement) thread.open = true;
  }
}

/** The tag in the page's address. */
const address = () => /^#tag-([\da-f-]{36})$/.exec(location.hash)?.[1] ?? "";

/** @param {HTMLElement} card */
const place = (card) => ({ start: Number(card.dataset.start), end: Number(card.dataset.end) });

/** Which comment a field answers. @param {Element} node */
const fieldOf = (node) => /** @type {HTMLInputElement | null | undefined} */ (node.closest("form")?.querySelector("[name=reply_to]"))?.value ?? "";

/** @param {HTMLElement} talk @param {string} answered */
function field(talk, answered) {
  const fields = /** @type {NodeListOf<HTMLTextAreaElement>} */ (talk.querySelectorAll("textarea"));
  return [...fields].find((one) => fieldOf(one) === answered) ?? null;
}

/** What is being written goes on in the thread that takes the place of another. @param {HTMLElement} old @param {HTMLElement} fresh */
function keep(old, fresh) {
  for (const text of old.querySelectorAll("textarea")) {
    const to = text.value ? field(fresh, fieldOf(text)) : null;
    if (!to) continue;
    to.value = text.value;
    to.closest("details")?.setAttribute("open", "");
  }
}
