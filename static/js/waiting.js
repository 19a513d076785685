// What waits, or was refused, in other documents of the same person: how many, where, and why.

import { write } from "./html.js";
import { SAY, t, tn } from "./words.js";

/** @typedef {import("./outbox.js").Item} Item */

/**
 * @param {import("./outbox.js").Outbox} outbox
 * @param {{signedOut: boolean}} sender
 * @param {string} here the document that is open, or empty
 */
export function showWaiting(outbox, sender, here) {
  const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-waiting]"));
  if (!box) return;
  const items = outbox.items().filter((item) => item.document !== here);
  box.hidden = !items.length;
  const documents = Map.groupBy(items, (item) => item.document);
  write(
    box.querySelector("summary"),
    t(
      "%s in %s",
      tn(items.length, "One change waits", "%s changes wait"),
      tn(documents.size, here ? "another document" : "one document", here ? "%s other documents" : "%s documents"),
    ),
  );
  const how = !outbox.safe ? SAY.notStored : sender.signedOut ? SAY.signedOut : SAY.waiting;
  write(box.querySelector("p"), items.every((item) => item.refused) ? SAY.openRefused : how);
  box.querySelector("ul")?.replaceChildren(...[...documents.values()].map(line));
}

/** @param {Item[]} items of one document */
function line(items) {
  const row = document.createElement("li");
  const link = document.createElement("a");
  link.href = `${/** @type {Item} */ (items[0]).url.split("/").slice(0, 3).join("/")}/`;
  link.dir = "auto";
  link.textContent = items.find((item) => item.title)?.title || t("Open the document");
  const refused = items.filter((item) => item.refused);
  const parts = [tn(items.length - refused.length, "One waits", "%s wait")].slice(items.length === refused.length ? 1 : 0);
  if (refused.length) parts.push(tn(refused.length, "One refused", "%s refused"));
  row.append(link, ` · ${parts.join(", ")}`);
  if (refused[0]?.refused) row.append(`: ${refused[0].refused.detail}`);
  return row;
}

/** @param {import("./bench.js").Bench} bench */
export const install = (bench) => bench.on("render", () => showWaiting(bench.outbox, bench.sender, bench.id));
