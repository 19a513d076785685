// What is said about claims: threads in the cards, the marks of others with theirs, comments on their way.

import { clone, element, fetched } from "./html.js";
import "./naming.js";
import { uuid } from "./outbox.js";
import { say } from "./view.js";
import { SAY, t, tn } from "./words.js";

/** @typedef {{start: number, end: number}} Place */

/** @param {string} selector @param {ParentNode | null} [within] @returns {any} */
const one = (selector, within = document) => within?.querySelector(selector);

/** @param {string} selector @param {ParentNode} [within] @returns {any[]} */
const every = (selector, within = document) => [...within.querySelectorAll(selector)];

/** @param {HTMLElement} card @returns {Place} */
const place = ({ dataset: { start, end } }) => ({ start: Number(start), end: Number(end) });

/** The tag whose card this is in. @param {Element} node @returns {string} */
const tagOf = (node) => {
  const card = node.closest("[data-tag], [data-other]");
  return card?.getAttribute("data-tag") ?? card?.getAttribute("data-other") ?? "";
};

/** Which comment a field answers. @param {Element} field */
const answers = (field) => one("[name=reply_to]", field.closest("form"))?.value ?? "";

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  const others = one("[data-others]");
  const stray = one("[data-stray]");
  let sought = location.hash.startsWith("#tag-") ? location.hash.slice(5) : "";
  let asked = false;
  let drawn = "";
  /** @type {string[]} */
  let shown = [];

  /** The threads of a tag on this page. @param {string} tag @returns {any[]} */
  const threads = (tag) => every(".card > .thread").filter((thread) => tagOf(thread) === tag);

  /** Tags of others that these marks stand for. @param {Element[]} marks */
  const foreign = (marks) => {
    const mine = bench.all().map((claim) => claim.id);
    const ids = marks.flatMap((mark) => mark.getAttribute("data-tags")?.split(" ") ?? []);
    return [...new Set(ids)].filter((id) => !mine.includes(id));
  };

  /** @param {string} path */
  const read = (path) => fetched(bench.url + path);

  /** Shows marks of others, or none. @param {string[]} ids @returns {Promise<HTMLElement[]>} their cards */
  const show = async (ids) => {
    shown = ids;
    const html = ids.length ? await read(`others/?tag=${ids.join("&tag=")}`) : "";
    if (shown !== ids) return []; // others since
    one("ol", others).innerHTML = html ?? "";
    const cards = every("ol > li.card", others);
    others.hidden = !cards.length;
    bench.paint.show("other", cards.map(place));
    if (cards.length) {
      say(t("Marked by others here."));
      others.scrollIntoView({ block: "nearest" });
    }
    draw(true);
    return cards;
  };

  /** @param {any} thread */
  const unfold = async (thread) => {
    const html = one(".talk", thread) ? "" : await read(`tags/${tagOf(thread)}/comments/`);
    if (!one(".talk", thread)) put(tagOf(thread), html || clone("talk-unread").outerHTML);
  };

  /** Opens a thread and writes in it. @param {any} thread */
  const begin = async (thread) => {
    if (!thread) return;
    thread.open = true;
    await unfold(thread);
    one(".talk > .say textarea", thread)?.focus();
  };

  /** @param {any} thread @param {number} n */
  const label = (thread, n) => {
    one("[data-talks]", thread).textContent = n ? tn(n, "One comment", "%s comments") : t("Comment");
  };

  /** Puts a thread in as the server has it; what is being written in it goes on. @param {string} tag @param {string} html */
  const put = (tag, html) => {
    for (const thread of threads(tag)) {
      const fresh = /** @type {HTMLElement} */ (element(html));
      const old = one(".talk", thread);
      const here = document.activeElement;
      const written = old ? every("textarea", old).filter((field) => field.value || field === here) : [];
      if (old) old.replaceWith(fresh);
      else thread.append(fresh);
      for (const field of written) {
        const next = every("textarea", fresh).find((one) => answers(one) === answers(field));
        if (!next) continue;
        next.closest("details").open = true;
        next.replaceWith(field); // the caret stays where it was
        if (field === here) field.focus();
      }
      if (fresh.dataset.size) label(thread, Number(fresh.dataset.size));
    }
    draw(true);
  };

  /** Comments that wait, under their threads or, where those are not here, in a list. @param {boolean} [anew] */
  const draw = (anew) => {
    const items = bench.outbox.items().filter((item) => item.op === "comment" && item.document === bench.id);
    const now = JSON.stringify(items);
    if (now === drawn && !anew) return;
    drawn = now;
    for (const row of every("[data-item]")) row.remove();
    for (const { key, tag, body, refused } of items) {
      const row = clone("waiting-comment");
      row.dataset.item = key;
      row.classList.toggle("refused", refused !== null);
      one("[data-words]", row).textContent = body.text ?? "";
      one("[data-why]", row).textContent = refused ? SAY.refused(refused.detail) : SAY.waiting;
      for (const button of every("button", row)) button.hidden = !refused;
      const thread = threads(tag).find((thread) => one(".talk", thread));
      if (thread && refused) thread.open = true;
      one(thread ? ".talk" : "ol", thread ?? stray).append(row);
    }
    stray.hidden = !one("li", stray);
  };

  /** Goes to the tag that the address names. */
  const seek = async () => {
    const id = sought;
    sought = "";
    const claim = bench.all().find((one) => one.id === id);
    const [card] = await (claim ? [bench.cards.of(id)] : asked ? [] : show([id]));
    asked = true;
    if (!card) return void (sought = id); // one's own, and not in the list yet
    bench.selected.set(place(card));
    const thread = one("[data-thread]", card);
    thread.open ||= thread.dataset.size > 0;
  };

  bench.keys.r = "comment";
  bench.commands.comment = async (claim = bench.active() ?? undefined) => {
    if (claim) return begin(one(".thread", bench.cards.of(claim.id)));
    const range = getSelection()?.rangeCount ? getSelection()?.getRangeAt(0) : null;
    const ids = foreign(every("mark", bench.root).filter((mark) => range?.intersectsNode(mark)));
    if (!ids.length) say(SAY.selectFirst);
    await show(ids);
    begin(one(".thread", others));
  };
  bench.commands["others-close"] = () => show([]);
  bench.on("landed", (/** @type {any} */ { talk, comments = {} }) => {
    if (talk) put(talk.tag, talk.html);
    for (const tag in comments)
      for (const thread of threads(tag)) {
        label(thread, comments[tag]);
        if (one(".talk", thread)) read(`tags/${tag}/comments/`).then((html) => html && put(tag, html));
      }
  });
  bench.on("render", () => {
    if (sought) seek();
    draw();
  });
  document.addEventListener(
    "toggle",
    (/** @type {any} */ { target }) => {
      if (target.open && target.matches("[data-thread]")) unfold(target);
    },
    true,
  );
  document.addEventListener("click", (/** @type {any} */ { target }) => {
    const mark = target.closest("[data-document] mark");
    if (mark && getSelection()?.isCollapsed) show(foreign([mark]));
    if (target.closest("[data-seek]")) bench.selected.set(place(target.closest("li")));
    const key = target.closest("[data-item] button") && target.closest("[data-item]").dataset.item;
    const item = key && bench.outbox.items().find((item) => item.key === key);
    if (!item) return;
    if (target.closest("[data-drop]")) bench.outbox.remove(item);
    else bench.outbox.retry(item.tag);
    bench.wrote();
  });
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const { turn } = form.dataset;
    const text = one("textarea", form)?.value.trim();
    if (!form.closest(".talk")) return;
    event.preventDefault();
    if (!turn && !text) return;
    const tag = tagOf(form);
    const url = turn ? new URL(form.action).pathname : `${bench.url}tags/${tag}/comments/${uuid()}/`;
    const body = turn ? {} : { text, reply_to: answers(form) || null };
    const { document, title } = bench.acts.at;
    bench.outbox.add({ tag, op: "comment", method: turn ? "POST" : "PUT", url, body, document, title });
    form.reset();
    bench.wrote();
  });
  document.addEventListener("keydown", (event) => {
    const field = /** @type {Element} */ (event.target).closest(".say textarea");
    if (!field || event.defaultPrevented) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) field.closest("form")?.requestSubmit();
    if (event.key === "Escape") bench.home();
  });
}
