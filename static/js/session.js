// Who this page was made for, and whether the browser is still signed in as that person.

/** @param {string} name */
const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.getAttribute("content") ?? "";

/** The user's id, to keep apart the outboxes of two people at one machine. */
export const user = meta("user");

let token = meta("csrf-token");

/** The CSRF token to send with a write. */
export const csrfToken = () => token;

/**
 * Asks the server again who is signed in; a new sign-in elsewhere has made the page's token void.
 * @returns {Promise<"same" | "other" | "out">} *same*: the token is fresh and writes may go on
 */
export async function refresh() {
  const home = document.querySelector("a.logo")?.getAttribute("href") ?? "/";
  const response = await fetch(home, { redirect: "manual", headers: { Accept: "text/html" } });
  if (response.status >= 500 || response.status === 429) throw new Error("no answer");
  if (!response.ok) return "out";
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const now = page.querySelector('meta[name="user"]')?.getAttribute("content") ?? "";
  if (!now) return "out";
  if (now !== user) return "other";
  token = page.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
  return "same";
}
