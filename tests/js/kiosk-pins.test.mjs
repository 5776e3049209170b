/* PINs on a kiosk that needs no network: who guesses waits, and the desk unlocks. */
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';

import { IDBFactory } from 'fake-indexeddb';

import { keepPin, PinGate } from '../../static/js/device-key/pin-gate.mjs';
import { closeTurn, counted, quickOf, TURN, untoldOf } from '../../static/js/kiosk/facts.mjs';
import { Store } from '../../static/js/kiosk/store.mjs';
import { problemOf, withWait, wrongIn } from '../../static/js/kiosk/wrong-pins.mjs';

const RULES = { free: 2, waits: [3, 5], most: 5, locked: 60 };

async function gate(pin = '2468') {
  const store = new Store(new IDBFactory(), () => 0);
  await keepPin(store, webcrypto, pin);
  await store.belongsTo('key');
  const clock = { time: 1_000_000 };
  return { store, clock, pins: new PinGate({ store, crypto: webcrypto, now: () => clock.time, rules: RULES }) };
}

test('the right PIN opens, a wrong one is counted', async () => {
  const { store, pins } = await gate();
  assert.deepEqual(await pins.looks('1357'), { isRight: false, wait: 0 });
  assert.deepEqual(await pins.looks('2468'), { isRight: true, wait: 0 });
  assert.equal((await store.state()).untold.wrongPins, 1);
  assert.ok(!JSON.stringify(await store.get('pin')).includes('2468'));
});

test('whoever guesses waits longer and longer, loading the page again or not', async () => {
  const { store, clock, pins } = await gate();
  const waits = [];
  for (let guess = 0; guess < 5; guess += 1) {
    const { wait } = await pins.looks('1357');
    waits.push(wait);
    clock.time += wait * 1000;
  }
  assert.deepEqual(waits, [0, 3, 5, 5, 60]);
  clock.time -= 30_000;
  const again = new PinGate({ store, crypto: webcrypto, now: () => clock.time, rules: RULES });
  assert.deepEqual(await again.looks('2468'), { isRight: false, wait: 30 });
  clock.time -= 3_600_000;  // the clock was set back: that shuts nobody out for an hour
  assert.deepEqual(await again.looks('2468'), { isRight: true, wait: 0 });
  assert.deepEqual(await again.looks('1357'), { isRight: false, wait: 0 });
});

test('after the wait of too many wrong ones the right PIN is taken at once', async () => {
  const { clock, pins } = await gate();
  for (let guess = 0; guess < 9; guess += 1) {
    clock.time += 60_000;
    await pins.looks('1357');
  }
  clock.time += 60_000;
  assert.deepEqual(await pins.looks('2468'), { isRight: true, wait: 0 });
});

for (const [what, known, more, wait] of [
  ['takes the wait away', 0, false, 0], ['was not pressed', 5, false, 60], ['is not about what was typed since', 0, true, 60],
]) {
  test(`"Unlock" at the desk ${what}`, async () => {
    const { store, clock, pins } = await gate();
    for (let guess = 0; guess < 5; guess += 1) {
      clock.time += 60_000;
      await pins.looks('1357');
    }
    const { untold, wrongInARow } = await store.state();
    assert.equal(wrongInARow, 5);
    if (more) {
      clock.time += 60_000;
      await pins.looks('1357');
    }
    await store.contacted({ ...untold, wrongInARow }, { stock: [], wrong_in_a_row: known }, {});
    assert.deepEqual(await pins.looks('2468'), { isRight: !wait, wait });
  });
}

test('a wait is told in seconds up to a minute, and then in minutes begun', () => {
  assert.deepEqual([0, 2, 60, 61].map(problemOf), ['wrong', 'wait', 'wait', 'waitMinutes']);
  assert.equal(withWait('Wait {seconds} seconds', 2), 'Wait 2 seconds');
  assert.equal(withWait('Wait {minutes} minutes', 61), 'Wait 2 minutes');
  assert.deepEqual([wrongIn(undefined), wrongIn({ wrong: 3 })], [0, 3]);
});

test('what a tablet keeps of its facts: a ballot that was closed is told as unused, once', async () => {
  const kept = new Map([[TURN, { right: 'r1' }]]);
  const facts = {
    get: async (name) => kept.get(name), set: async (name, fact) => { kept.set(name, fact); },
    remove: async (name) => { kept.delete(name); },
  };
  await closeTurn(facts);
  await closeTurn(facts);
  assert.deepEqual(await untoldOf(facts), { begun: [], unused: ['r1'], wrongPins: 0, checks: [] });
  assert.equal(await quickOf(facts), null, 'nobody has counted yet, which is not none');
  await counted(facts, 'quick');
  await counted(facts, 'quick');
  assert.equal(await quickOf(facts), 2);
});
