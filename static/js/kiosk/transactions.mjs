/* The tablet's own database: facts by name, and sealed votes by their right. */
const FACTS = 'facts';
const WAITING = 'waiting';
const NAME = 'pb-kiosk-votes';

/* What `act(facts, waiting)` has found, once all that it changed is on the disk. On a connection of its own: a browser
   may lose a connection behind an open page. */
export function inOneTransaction(indexedDB, act) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(FACTS);
      opening.result.createObjectStore(WAITING, { keyPath: 'right' });
    };
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => within(opening.result, act, resolve, reject);
  });
}

function within(database, act, resolve, reject) {
  const work = database.transaction([FACTS, WAITING], 'readwrite', { durability: 'strict' });
  let found;
  let fault = null;
  work.oncomplete = () => { database.close(); resolve(found); };
  work.onabort = () => { database.close(); reject(fault || work.error); };  // a full disk is told here only
  act(new Table(work.objectStore(FACTS)), new Table(work.objectStore(WAITING))).then(
    (result) => { found = result; },
    (error) => { fault = error; undo(work); },
  );
}

/* Where the disk is full the browser may have undone it already. */
function undo(work) {
  try {
    work.abort();
  } catch (error) {
    if (error.name !== 'InvalidStateError') { throw error; }
  }
}

/* A table within one transaction, with promises. */
class Table {
  constructor(table) { this.table = table; }

  get(key) { return asked(this.table.get(key)); }

  set(key, value) { return asked(this.table.put(value, key)); }

  add(value) { return asked(this.table.add(value)); }

  remove(key) { return asked(this.table.delete(key)); }

  empty() { return asked(this.table.clear()); }

  count() { return asked(this.table.count()); }

  keys() { return asked(this.table.getAllKeys()); }
}

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
