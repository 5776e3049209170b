/* The keys of this browser, each with the number of the last request that it signed. The browser keeps a private key as
   a thing that signs; it gives its bytes to nobody. */
const KEYS = 'keys';

export class KeyStore {
  constructor(indexedDB) {
    this.indexedDB = indexedDB;
  }

  /* Keep `key` under `name`; it has signed nothing. */
  keep(name, key) {
    return this.change((keys) => { keys.put({ name, key, count: 0 }); });
  }

  /* The key of that name and its next number, which nobody else gets: {key, count}. Nothing where there is no key. */
  next(name) {
    return this.change((keys, found) => {
      this.read(keys, name, (kept) => { found.push(this.counted(keys, kept, kept.count + 1)); });
    });
  }

  /* Go on from `count`, where that is more than what this browser remembers. */
  goOnFrom(name, count) {
    return this.change((keys) => {
      this.read(keys, name, (kept) => { this.counted(keys, kept, Math.max(kept.count, count)); });
    });
  }

  read(keys, name, act) {
    const asked = keys.get(name);
    asked.onsuccess = () => { if (asked.result) { act(asked.result); } };
  }

  counted(keys, kept, count) {
    const next = Object.assign({}, kept, { count });
    keys.put(next);
    return next;
  }

  /* One transaction, on a connection of its own: a browser may lose a connection behind an open page. Resolves to the
     first thing that `act` has found, once it is written. */
  change(act) {
    return new Promise((resolve, reject) => {
      const opening = this.indexedDB.open('pb-kiosk', 1);
      opening.onupgradeneeded = () => { opening.result.createObjectStore(KEYS, { keyPath: 'name' }); };
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const database = opening.result;
        const found = [];
        const work = database.transaction(KEYS, 'readwrite');
        work.oncomplete = () => { database.close(); resolve(found[0]); };
        work.onabort = () => { database.close(); reject(work.error); };  // a full disk is told here only
        act(work.objectStore(KEYS), found);
      };
    });
  }
}
