/* What a kiosk that needs no network keeps, and when it says so. */
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';

import { IDBFactory } from 'fake-indexeddb';

import { keepPin } from '../../static/js/device-key/pin-gate.mjs';
import { randomBelow, Store } from '../../static/js/kiosk/store.mjs';
import { inOneTransaction } from '../../static/js/kiosk/transactions.mjs';

const HOURS = { stock: ['a', 'b', 'c'] };

async function stocked({ indexedDB = new IDBFactory(), random = () => 0 } = {}) {
  const store = new Store(indexedDB, random);
  await store.contacted((await store.state()).untold, HOURS, { at: 1 });
  return store;
}

const vote = (right, more = {}) => ({ right, sealed: 'x', attempt: '1', assisted: false, ...more });

test('a ballot is drawn from the stock by chance, and what was begun is told', async () => {
  const store = await stocked({ random: (n) => n - 1 });
  assert.deepEqual(await store.begin(true), { right: 'c', assisted: true });
  const { stock, turn, untold } = await store.state();
  assert.deepEqual([stock, turn.right, untold.begun, untold.unused], [2, 'c', ['c'], []]);
});

test('the next ballot closes the one that is open, and without stock nothing begins', async () => {
  const store = await stocked();
  for (const right of ['a', 'b', 'c']) { assert.equal((await store.begin(false)).right, right); }
  assert.equal(await store.begin(false), null);
  const { turn, untold } = await store.state();
  assert.deepEqual([turn.right, untold.begun, untold.unused], ['c', ['a', 'b', 'c'], ['a', 'b']]);
});

test('of three presses at once one casts, and each of them learns that it is in', async () => {
  const store = await stocked();
  await store.begin(false);
  assert.deepEqual(await Promise.all([1, 2, 3].map(() => store.cast(vote('a')))), [true, true, true]);
  const { waiting, turn } = await store.state();
  assert.deepEqual([waiting, turn], [1, null]);
});

test('a ballot that was checked is told until the server has answered to it', async () => {
  const store = await stocked();
  await store.begin(false);
  const checked = { right: 'a', sealed: 'x', key: 'k', choices: { 3: 1 } };
  assert.equal(await store.check({ ...checked, right: 'b' }), false);
  assert.equal(await store.check(checked), true);
  const { untold } = await store.state();
  assert.deepEqual([untold.unused, untold.checks], [['a'], [checked]]);
  await store.contacted({ ...untold, checks: [] }, HOURS, { at: 2 });
  assert.deepEqual((await store.state()).untold.checks, [checked], 'it was not told yet');
  await store.contacted(untold, HOURS, { at: 3 });
  assert.deepEqual((await store.state()).untold.checks, []);
});

test('very quick votes are counted from the set-up on, each once, and nothing else of them is kept', async () => {
  const store = await stocked();
  assert.equal((await store.state()).quick, null, 'set up before they were counted: nobody knows');
  await store.belongsTo('k');
  await store.contacted((await store.state()).untold, HOURS, { at: 1 });
  for (const [right, isQuick] of [['a', true], ['b', false], ['c', true]]) {
    await store.begin(false);
    await Promise.all([1, 2].map(() => store.cast(vote(right), { isQuick })));
  }
  assert.equal((await store.state()).quick, 2);
  assert.deepEqual((await store.toSend(1)).map((each) => Object.keys(each)), [Object.keys(vote('a'))]);
  await store.belongsTo('k');
  assert.equal((await store.state()).quick, 2);
  await store.belongsTo('another');
  assert.equal((await store.state()).quick, 0);
});

test('another casting of the same ballot is none, nor is one of a ballot that is not open', async () => {
  const store = await stocked();
  await store.begin(false);
  await store.cast(vote('a'));
  assert.equal(await store.cast(vote('a', { attempt: '2' })), false);
  assert.equal(await store.cast(vote('b')), false);
  assert.equal((await store.state()).waiting, 1);
});

test('a voter who goes leaves a ballot that is told as unused, and nothing else', async () => {
  const store = await stocked();
  await store.begin(false);
  await store.endTurn();
  await store.endTurn();
  const { turn, untold, waiting } = await store.state();
  assert.deepEqual([turn, untold.unused, waiting], [null, ['a'], 0]);
});

test('what the disk did not take is not said to be saved, and the ballot stays open', async () => {
  const indexedDB = new IDBFactory();
  const store = await stocked({ indexedDB });
  await store.begin(false);
  const full = {
    open: (...how) => {
      const opening = indexedDB.open(...how);
      const transaction = (database) => (...what) => {
        const work = database.transaction(...what);
        work.objectStore('waiting').add = () => { throw new Error('the disk is full'); };
        const tables = { facts: work.objectStore('facts'), waiting: { ...bound(work.objectStore('waiting')), add: fails } };
        return Object.assign(proxy(work), { objectStore: (name) => tables[name] });
      };
      const shown = {};
      opening.onsuccess = () => {
        const database = opening.result;
        shown.result = { transaction: transaction(database), close: () => database.close() };
        shown.onsuccess();
      };
      return shown;
    },
  };
  await assert.rejects(new Store(full, () => 0).cast(vote('a')), /disk is full/);
  const { turn, waiting } = await store.state();
  assert.deepEqual([turn.right, waiting], ['a', 0]);
});

const fails = () => { throw new Error('the disk is full'); };

function bound(table) {
  return { get: (key) => table.get(key), delete: (key) => table.delete(key), count: () => table.count() };
}

/* A transaction whose ends can be listened to by name. */
function proxy(work) {
  const shown = { abort: () => work.abort() };
  work.oncomplete = () => shown.oncomplete();
  work.onabort = () => shown.onabort();
  return shown;
}

test('every transaction is on the disk before it is said to be', async () => {
  const asked = [];
  const indexedDB = new IDBFactory();
  const open = indexedDB.open.bind(indexedDB);
  indexedDB.open = (...how) => {
    const opening = open(...how);
    opening.addEventListener('success', () => {
      const { transaction } = opening.result;
      opening.result.transaction = (...what) => { asked.push(what[2]); return transaction.apply(opening.result, what); };
    });
    return opening;
  };
  await new Store(indexedDB, () => 0).set('keeps', true);
  assert.deepEqual(asked, [{ durability: 'strict' }]);
});

test('a database that cannot be opened says so', async () => {
  const opening = { error: new Error('no') };
  const shut = { open: () => { setImmediate(() => opening.onerror()); return opening; } };
  await assert.rejects(new Store(shut, () => 0).state(), /no/);
});

test('what waits is drawn by chance, and goes only when it was answered for', async () => {
  const store = await stocked({ random: (n) => n - 1 });
  for (const right of ['c', 'b', 'a']) {
    await store.begin(false);
    await store.cast(vote(right));
  }
  assert.deepEqual((await store.toSend(2)).map(({ right }) => right), ['c', 'b']);
  await store.sent(['b']);
  assert.deepEqual((await store.toSend(9)).map(({ right }) => right), ['c', 'a']);
});

test('the server\'s stock is ours, but for what was begun here since it was asked', async () => {
  const store = await stocked();
  await store.begin(false);
  const { untold: told } = await store.state();
  await store.begin(false);
  await store.wrongPin();
  await store.cast(vote('b'));
  await store.contacted(told, { stock: ['b', 'c', 'd'] }, { at: 2 });
  const { stock, untold, contact } = await store.state();
  assert.deepEqual([stock, untold, contact.at], [2, { begun: ['b'], unused: ['a'], wrongPins: 1, checks: [] }, 2]);
  await store.contacted(untold, { stock: ['c'] }, { at: 3 });
  const left = { begun: [], unused: [], wrongPins: 1, checks: [] };
  assert.deepEqual((await store.state()).untold, left, 'a total, told again each time');
});

test('a tablet that is set up anew forgets the kiosk that it was, but no vote of it', async () => {
  const store = await stocked();
  assert.equal(await store.belongsTo('first'), false, 'no PIN was typed on this tablet');
  await keepPin(store, webcrypto, '2468');
  assert.equal(await store.belongsTo('first'), false, 'the PIN is of the kiosk that comes next');
  await store.contacted({ begun: [], unused: [], wrongPins: 0, checks: [] }, HOURS, { at: 1 });
  await store.begin(false);
  await store.cast(vote('a'));
  assert.equal(await store.belongsTo('second'), true);
  const { stock, waiting, contact } = await store.state();
  assert.deepEqual([stock, waiting, contact, await store.get('key')], [0, 1, null, 'second']);
  assert.equal(await store.belongsTo('second'), true);
});

test('what a transaction finds is told when it is over', async () => {
  assert.equal(await inOneTransaction(new IDBFactory(), async (facts) => facts.count()), 0);
});

test('chance is below its number', () => {
  const drawn = new Set(Array.from({ length: 200 }, () => randomBelow(webcrypto)(3)));
  assert.deepEqual([...drawn].sort(), [0, 1, 2]);
});
