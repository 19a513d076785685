// Times as the reader has them: in the browser's zone and the page's language; the title keeps date, seconds and zone.
// The server writes them in UTC and says so, which is what stays without this script.

import { LOCALE } from "./words.js";

const DAY = 24 * 3600 * 1000;

const full = new Intl.DateTimeFormat(LOCALE, { dateStyle: "full", timeStyle: "long" });
const short = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "short" });
const thisYear = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
const today = new Intl.DateTimeFormat(LOCALE, { timeStyle: "short" });
const ago = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" });

/** In words while it is fresh, then ever more of the date. @param {Date} at @param {Date} now */
export function said(at, now = new Date()) {
  const minutes = Math.round((at.getTime() - now.getTime()) / 60000);
  if (Math.abs(minutes) < 60) return ago.format(minutes, "minute");
  if (at.toDateString() === now.toDateString()) return today.format(at);
  const near = Math.abs(now.getTime() - at.getTime()) < 180 * DAY && at.getFullYear() === now.getFullYear();
  return (near ? thisYear : short).format(at);
}

/** A day without an hour, as the publication of a document, is not moved into another zone. @param {ParentNode} place */
export function localise(place) {
  for (const time of /** @type {NodeListOf<HTMLTimeElement>} */ (place.querySelectorAll('time[datetime*="T"]:not([title])'))) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    time.title = full.format(at);
    time.textContent = said(at);
  }
}

/** On paper nothing is "ten minutes ago". @param {(at: Date) => string} words */
function rewrite(words) {
  for (const time of /** @type {NodeListOf<HTMLTimeElement>} */ (document.querySelectorAll('time[datetime*="T"][title]')))
    time.textContent = words(new Date(time.dateTime));
}

/** Also those that come into the page later. */
export function keepLocal() {
  localise(document);
  addEventListener("beforeprint", () => rewrite((at) => short.format(at)));
  addEventListener("afterprint", () => rewrite((at) => said(at)));
  const later = new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node instanceof Element && node.parentElement && (node.localName === "time" || node.querySelector("time")))
          localise(node.parentElement);
  });
  later.observe(document.body, { childList: true, subtree: true });
}
