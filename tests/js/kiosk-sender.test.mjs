/* What waits on a tablet goes to the server, whatever the network does. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { IDBFactory } from 'fake-indexeddb';

import { Sender } from '../../static/js/kiosk/sender.mjs';
import { Store } from '../../static/js/kiosk/store.mjs';

const ADDRESSES = { contact: '/kiosk/contact', votes: '/kiosk/votes' };
const TIMES = { retryAfter: 2, retryLatest: 5, contactEvery: 300 };
const CONTACT = { stock: ['z'], version: '1', now: '2026-05-03T12:00:00Z', opens_at: null, closes_at: null, ended: false };

/* `server(address, values)` answers, or throws; what was asked is in `asked`, when it is tried again in `pauses`. */
async function sender(server, votes = 3, more = {}) {
  const store = new Store(new IDBFactory(), () => 0);
  await store.contacted({ begun: [], unused: [], wrongPins: 0, checks: [] }, { stock: [...'abcdefghijkl'] }, { heardAt: 1 });
  for (let vote = 0; vote < votes; vote += 1) {
    const { right } = await store.begin(false);
    await store.cast({ right, sealed: 'x', attempt: right, assisted: false });
  }
  const [asked, pauses, seen] = [[], [], []];
  const post = async (address, values) => {
    asked.push([address, values]);
    return server(address, values);
  };
  const made = new Sender({
    store, post, addresses: ADDRESSES, times: TIMES, atOnce: 2, wanted: 9, now: () => Date.parse('2026-05-03T11:00:00Z'),
    setTimeout: (act, after) => { pauses.push(after / 1000); return 1; }, clearTimeout: () => {},
    alone: (work) => work(), changed: () => seen.push('changed'), ...more,
  });
  return { store, made, asked, pauses, seen, addresses: () => asked.map(([address]) => address.split('/')[2]) };
}

const answers = (address, { votes } = {}) => ({
  isStranger: false, json: votes ? { answers: votes.map(({ right }) => ({ right, answer: 'taken' })) } : CONTACT,
});

test('the server hears what has happened, gets all votes, and hears that none are left', async () => {
  const { store, made, asked, addresses, pauses, seen } = await sender(answers);
  await made.go();
  assert.deepEqual(addresses(), ['contact', 'votes', 'votes', 'contact']);
  assert.deepEqual(asked[0][1], {
    begun: ['a', 'b', 'c'], unused: [], wrong_pins_in_all: 0, wrong_in_a_row: 0,
    quick: null, checks: [], waiting: 3, wanted: 9,
  });
  assert.deepEqual(asked[1][1].votes.map(({ right }) => right), ['a', 'b']);
  assert.deepEqual(asked[3][1], {
    begun: [], unused: [], wrong_pins_in_all: 0, wrong_in_a_row: 0,
    quick: null, checks: [], waiting: 0, wanted: 9,
  });
  const { waiting, contact } = await store.state();
  assert.deepEqual([waiting, contact.slow, contact.version, contact.isOurs], [0, 3_600_000, '1', true]);
  assert.deepEqual([pauses, seen.length], [[300], 3]);
});

test('of many ballots that were checked five are told at once, the others next time', async () => {
  const { store, made, asked } = await sender(answers, 0);
  for (let check = 0; check < 8; check += 1) { await store.check({ right: (await store.begin(false)).right }); }
  await made.go();
  assert.deepEqual(asked.map(([, { checks }]) => checks.map((each) => each.right).join('')), ['abcde', 'fgh']);
});

test('how many votes were very quick is told again at each contact', async () => {
  const { store, made, asked } = await sender(answers, 0);
  await store.set('quick', 2);
  await made.go();
  assert.deepEqual(asked.map(([, { quick }]) => quick), [2, 2]);
});

test('without a network nothing is lost, and it is tried again after longer and longer pauses', async () => {
  const { store, made, pauses } = await sender(() => { throw new Error('no network'); });
  for (let attempt = 0; attempt < 4; attempt += 1) { await made.go(); }
  assert.deepEqual(pauses, [2, 4, 5, 5]);
  assert.equal((await store.state()).waiting, 3);
});

test('a vote without an answer of its own stays, and an answer for somebody else takes nothing', async () => {
  const half = (address, { votes } = {}) => (votes
    ? { isStranger: false, json: { answers: [{ right: votes[0].right, answer: 'held' }, { right: 'z', answer: 'taken' }] } }
    : answers(address));
  const { store, made, pauses } = await sender(half, 2);
  let busy = false;
  const { post } = made;
  made.post = (address, values) => {
    if (values.votes && busy) { return { isStranger: false, json: { answers: [] } }; }
    busy = Boolean(values.votes);
    return post(address, values);
  };
  await made.go();
  assert.deepEqual((await store.toSend(9)).map(({ right }) => right), ['b']);
  assert.deepEqual(pauses, [2]);
});

test('a tablet that the server knows no more says so, and still sends its votes', async () => {
  const { store, made } = await sender((address, values) => (
    address === ADDRESSES.contact ? { isStranger: true, json: null } : answers(address, values)));
  await made.go();
  const { waiting, contact } = await store.state();
  assert.deepEqual([waiting, contact.isOurs, contact.heardAt], [0, false, 1]);
});

test('a server that takes no votes of this tablet leaves them where they are', async () => {
  const { store, made, pauses } = await sender((address, values) => (
    address === ADDRESSES.votes ? { isStranger: true, json: null } : answers(address, values)));
  await made.go();
  assert.deepEqual([(await store.state()).waiting, pauses], [3, [2]]);
});

test('what comes while it sends goes right after it, and one page sends at a time', async () => {
  const { made, addresses, pauses } = await sender(answers, 0);
  await Promise.all([made.go(), made.go(), made.go()]);
  assert.deepEqual([addresses(), pauses], [['contact', 'contact'], [0]]);
});

test('a page that another one keeps from sending sends when that one stops, and not at the next contact', async () => {
  let free;
  const stopped = new Promise((done) => { free = done; });
  const locks = { request: async (name, act) => { await stopped; return act({ name }); } };
  const { made, store, asked } = await sender(answers, 1, { alone: undefined, window: { navigator: { locks } } });
  const going = made.go();
  assert.equal(asked.length, 0);
  free();
  await going;
  assert.equal((await store.state()).waiting, 0);
  const bare = await sender(answers, 1, { alone: undefined, window: { navigator: {} } });
  await bare.made.go();
  assert.equal((await bare.store.state()).waiting, 0);
});
