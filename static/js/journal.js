// A second copy of what waits in the outbox, on the disk within milliseconds. The browser's storage, which all else
// reads, gets there seconds late: a crash of the whole browser would lose what was marked just before.

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

const database = () =>
  (opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("annotator", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("outbox");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  }));

/** @param {string} key @param {string | null} text null: not needed any more */
export async function note(key, text) {
  try {
    const entries = (await database())
      .transaction("outbox", "readwrite", { durability: "strict" })
      .objectStore("outbox");
    if (text === null) entries.delete(key);
    else entries.put(text, key);
  } catch {
    /* There is no second copy then. */
  }
}

/** @param {string} prefix of the keys @returns {Promise<[string, string][]>} */
export async function noted(prefix) {
  try {
    const entries = (await database()).transaction("outbox").objectStore("outbox");
    const range = IDBKeyRange.bound(prefix, `${prefix}~`);
    const [keys, texts] = await Promise.all([answer(entries.getAllKeys(range)), answer(entries.getAll(range))]);
    return keys.map((key, i) => [String(key), texts[i]]);
  } catch {
    return [];
  }
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
