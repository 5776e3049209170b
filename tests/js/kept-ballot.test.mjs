/* A ballot that is loaded again: what the tab keeps, when it is asked for, and when it is gone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { KeptBallot } from '../../static/js/ballot/kept-ballot.mjs';
import { settled } from './network.mjs';
import { Clock, fire, pageOf } from './page.mjs';

const ADDRESSES = { keep: '/vote/keep', again: '/vote/again', leave: '/vote/leave', cast: '/vote/cast' };
const BALLOT = `<form id="voter-form"><input name="csrf_token" value="T"><input name="draft" value="D">
  <input name="noted" value="000"><button type="button">Choose</button></form><a href="/about">About</a>
  <a href="#main">Skip</a><a href="tel:01312000000">Phone us</a><a href="mailto:help@example.org">Write to us</a>`;

const SEALED = () => ({ ok: true, text: async () => 'SEALED' });

/* A tab whose memory holds `kept`, opened in this way (reload, navigate, back_forward). */
function tab({ body = BALLOT, kept = null, opened = 'navigate', answer = SEALED } = {}) {
  const document = pageOf(body);
  document.defaultView.performance.getEntriesByType = () => [{ type: opened }];
  const memory = new Map(kept ? [['ballot', kept]] : []);
  const storage = {
    getItem: (name) => memory.get(name) || null,
    setItem: (name, value) => memory.set(name, value),
    removeItem: (name) => memory.delete(name),
  };
  const clock = new Clock();
  const sent = [];
  const fetch = async (address, { body: said }) => { sent.push([address, said.toString()]); return answer(); };
  const { setTimeout, clearTimeout } = clock;
  const keeping = new KeptBallot({ document, fetch, addresses: ADDRESSES, storage, setTimeout, clearTimeout });
  keeping.listen();
  const press = async (seconds = 1) => {
    fire(document.querySelector('button'), 'click');
    clock.pass(seconds);
    await settled();
  };
  return { document, memory, sent, keeping, press, clock };
}

test('after a press the tab keeps what the server sealed, and nothing else', async () => {
  const { document, memory, sent, press } = tab();
  await press();
  assert.deepEqual(sent, [['/vote/keep', 'csrf_token=T&draft=D&noted=000']]);
  assert.deepEqual([...memory], [['ballot', 'SEALED']]);
  await press();
  assert.equal(sent.length, 1, 'what has not changed is not sent again');
  document.querySelector('[name="noted"]').value = '001';
  await press(0.05);
  await press(0.05);
  assert.equal(sent.length, 1, 'presses that come one upon the other wait for the last');
  await press();
  assert.equal(sent.length, 2);
});

test('a server that will not seal it, or does not answer, takes what was kept before', async () => {
  for (const answer of [() => ({ ok: false }), () => ({ ok: true, redirected: true }), () => { throw new TypeError('lost'); }]) {
    const { memory, press } = tab({ kept: 'OLDER', answer });
    await press();
    assert.deepEqual([...memory], []);
  }
});

test('an answer that comes after another page is not kept', async () => {
  let answer;
  const waits = new Promise((done) => { answer = done; });
  const { document, memory, keeping, press } = tab({ answer: () => waits });
  await press();
  document.getElementById('main').innerHTML = '<h1>Your vote is saved</h1>';
  keeping.soon();
  answer({ ok: true, text: async () => 'SEALED' });
  await settled();
  assert.deepEqual([...memory], []);
});

test('a page that was loaded again asks for what was kept', () => {
  const { keeping, memory, sent } = tab({ kept: 'SEALED', opened: 'reload' });
  assert.equal(keeping.found().toString(), 'csrf_token=T&kept=SEALED');
  assert.deepEqual([memory.size, sent], [1, []], 'until its answer is shown it can be asked for again');
});

for (const opened of ['navigate', 'back_forward']) {
  test(`a tab that was opened otherwise (${opened}) begins with the code, and what was kept is gone everywhere`, () => {
    const { keeping, memory, sent } = tab({ kept: 'SEALED', opened });
    assert.equal(keeping.found(), null);
    assert.deepEqual([memory.size, sent], [0, [['/vote/leave', 'csrf_token=T']]]);
  });
}

test('a link that leads elsewhere ends it; one within the page, to a telephone or a letter does not', () => {
  const { document, memory, sent } = tab({ kept: 'SEALED' });
  for (const here of ['#main', 'tel:01312000000', 'mailto:help@example.org']) {
    fire(document.querySelector(`[href="${here}"]`), 'click');
    assert.equal(memory.size, 1, here);
  }
  fire(document.querySelector('[href="/about"]'), 'click');
  assert.deepEqual([memory.size, sent], [0, [['/vote/leave', 'csrf_token=T']]]);
});

test('a page without a ballot, as after casting, keeps nothing and asks for nothing', async () => {
  const { memory, sent, keeping } = tab({ kept: 'SEALED', body: '<h1>Your vote is saved</h1>' });
  keeping.soon();
  keeping.leave();
  assert.deepEqual([memory.size, sent], [0, []]);
});

test('that a cast is on its way is noted by itself, until its answer is shown or the page is left', () => {
  const { keeping, memory } = tab({ kept: 'SEALED' });
  keeping.sends('https://votes.example/vote/review');
  assert.equal(keeping.wasCasting(), false);
  keeping.sends('https://votes.example/vote/cast');
  keeping.forget();
  assert.deepEqual([keeping.wasCasting(), [...memory]], [true, [['casting', 'yes']]], 'no word of the ballot');
  keeping.came();
  assert.equal(keeping.wasCasting(), false);
  keeping.sends('https://votes.example/vote/cast');
  keeping.leave();
  assert.equal(memory.size, 0);
});

test('a memory that is full keeps nothing, not even what was there before, and nobody is told', async () => {
  const { keeping, memory, sent } = tab({ kept: 'OLDER' });
  keeping.storage.setItem = () => { throw new Error('QuotaExceededError'); };
  await keeping.keep();
  assert.deepEqual([memory.size, sent.length], [0, 1]);
});

test('a browser that keeps nothing for a tab says so by an error, and the ballot goes on', async () => {
  const document = pageOf(BALLOT);
  Object.defineProperty(document.defaultView, 'sessionStorage', { get() { throw new Error('not allowed'); } });
  const keeping = new KeptBallot({ document, fetch: async () => SEALED(), addresses: ADDRESSES });
  await keeping.keep();
  assert.equal(keeping.found(), null);
});
