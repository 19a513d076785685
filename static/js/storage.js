// What the browser keeps between pages. It may forbid that, or have no room: then each asks in vain, and goes on.

/** @param {string} key @param {() => Storage} [where] @returns {string | null} */
export function recall(key, where = () => localStorage) {
  try {
    return where().getItem(key);
  } catch {
    return null;
  }
}

/** Whether it is stored. @param {string} key @param {string} text @param {() => Storage} [where] */
export function store(key, text, where = () => localStorage) {
  try {
    where().setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} key @param {() => Storage} [where] */
export function forget(key, where = () => localStorage) {
  try {
    where().removeItem(key);
  } catch {
    /* It was not kept. */
  }
}

/** The keys that begin so. @param {string} prefix */
export function kept(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

/** What a text holds, or nothing where it is none of ours. @param {string | null} text @returns {any[]} */
export function parsed(text) {
  try {
    return text ? [JSON.parse(text)] : [];
  } catch {
    return [];
  }
}
