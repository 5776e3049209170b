/* A kiosk that needs no network: the tablet answers its own screens. */
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';

import { Device } from '../../static/js/kiosk/device.mjs';
import { codeOf, digestOf } from '../../static/js/sealing/envelope.mjs';
import { at } from './kiosk-pieces.mjs';
import { device } from './kiosk-tablet.mjs';
import { pageOf } from './page.mjs';

test('the team tries the ballot, and nothing of it is kept', async () => {
  const { made, store, press, sent } = await device();
  assert.ok(made instanceof Device);
  const before = await store.state();
  assert.match(await press('leave', { trial: '1' }), /door/, 'nobody has typed the PIN to end');
  assert.equal(made.turn, null);
  made.corner.isInside = true;
  const first = pageOf(await press('leave', { trial: '1' }));
  assert.deepEqual([first.title, first.querySelector('[data-trial]').hidden], ['Test', false]);
  await press('declaration', { declared: 'y' });
  const review = pageOf(await press('review', { noted: 's000000001000000' }));
  assert.deepEqual([review.title, review.querySelectorAll('.tablet-check').length], ['Test', 0]);
  assert.match(await press('cast'), /<h1>tried/);
  assert.deepEqual([await store.state(), await store.toSend(9), made.turn], [before, [], null]);
  assert.deepEqual(sent, ['send']);
});

test('the ballot of a voter is not tried over', async () => {
  const { made, store, press } = await device();
  await press('next', { pin: '2468' });
  made.corner.isInside = true;
  assert.match(await press('leave', { trial: '1' }), /<h1[^>]*>Were you voting/);
  assert.equal((await store.state()).turn.right, 'r');
});

test('a whole turn on the tablet ends in one sealed vote', async () => {
  const { store, press, sent } = await device();
  assert.match(await press('next', { pin: '2468', assisted: 'y' }), /declaration/);
  assert.match(await press('declaration'), /undeclared/);
  assert.match(await press('declaration', { declared: 'y' }), /data-ballot/);
  assert.match(await press('review', { noted: 's000000000000000' }), /Choose one\./);
  assert.match(await press('review', { noted: 's000000001000000' }), /data-pick="7"/);
  assert.match(await press('ballot', { show: '00007' }), /autofocus/);
  assert.match(await press('settings', { text_size: 'xl' }), /data-text-size="xl"/);
  const [first, second] = await Promise.all([press('cast'), press('cast')]);
  assert.match(first, /Saved/);
  assert.equal(second, first);
  const [vote] = await store.toSend(9);
  assert.deepEqual([vote.right, vote.assisted, Buffer.from(vote.sealed, 'base64').length], ['r', true, 1105]);
  assert.ok(sent.length >= 2);
  assert.match(await press('review'), /start/, 'nothing of the turn is left');
});

test('who does not come in by the PIN is told why, and the tick stays', async () => {
  assert.match(await (await device()).press('next', { assisted: 'y' }), /start again[\s\S]*checked[\s\S]*Type it\./);
  assert.match(await (await device({ isRight: false })).press('next', { pin: '1357' }), /Wrong\./);
  assert.match(await (await device({ isRight: false, wait: 4 })).press('next', { pin: '1357' }), /Wait 4\./);
  assert.match(await (await device({ isRight: false, wait: 60 })).press('next', { pin: '1357' }), /Wait 60\./);
  assert.match(await (await device({ isRight: false, wait: 61 })).press('next', { pin: '1357' }), /Wait 2 minutes\./);
  assert.match(await (await device()).press('next', { pin: '12a' }), /Wrong\./);
});

test('who wants to stop is asked, and goes on where they were with everything', async () => {
  const { press, store } = await device();
  await press('next', { pin: '2468' });
  assert.match(await press('stop'), /<h1>stop[\s\S]*value="declaration"><input name="declared" disabled/);
  assert.doesNotMatch(await press('settings'), / checked/);
  assert.match(await press('stop', { declared: 'y' }), /<h1>stop[\s\S]*<input name="declared">/);
  assert.match(await press('settings', { declared: 'y' }), /<h1>declaration[\s\S]* checked/);
  await press('declaration', { declared: 'y' });
  assert.match(await press('stop', { noted: 's000000001000000' }), /<h1>stop[\s\S]*value="ballot"/);
  assert.match(await press('settings'), /data-ballot/);
  assert.match(await press('review'), /data-pick="7"/);
  assert.match(await press('stop'), /value="review"/);
  assert.match(await press('settings'), /data-pick="7"/);
  assert.equal((await store.state()).untold.unused.length, 0);
});

test('out of its hours, and without stock, a tablet opens nothing', async () => {
  const { press, clock, store } = await device();
  clock.time = at('16:00');
  assert.match(await press('next', { pin: '2468' }), /<h1>start/);
  assert.equal((await store.state()).stock, 1);
  clock.time = at('12:00');
  await press('next', { pin: '2468' });
  assert.match(await press('next', { pin: '2468' }), /<h1>start/);
});

test('a ballot that is open goes on from its first screen, or is closed, unused', async () => {
  const { made, store, press } = await device();
  assert.match(await press('go-on'), /start/);
  await press('next', { pin: '2468' });
  made.turn = null;  // the page was loaded again
  assert.match(await press('else'), /Were you voting\?/);
  assert.match(await press('goOn'), /declaration/);
  assert.equal(await press('end'), 'to /start');
  assert.deepEqual((await store.state()).untold, { begun: ['r'], unused: ['r'], wrongPins: 0, checks: [] });
  assert.match(await press('goOn'), /start/);
});

for (const [seconds, quick] of [[14.9, 1], [15, 0], [-1, 0]]) {
  test(`a vote ${seconds} seconds after its ballot was opened is ${quick ? '' : 'not '}very quick`, async () => {
    const { store, press, clock } = await device();
    await store.set('quick', 0);
    await press('next', { pin: '2468' });
    await press('declaration', { declared: 'y' });
    await press('review', { noted: 's000000001000000' });
    clock.time += seconds * 1000;
    await press('cast');
    const state = await store.state();
    assert.deepEqual([state.waiting, state.quick], [1, quick]);
  });
}

test('a cast that the disk refuses is not saved, and the next press casts it', async () => {
  const { store, press } = await device();
  await press('next', { pin: '2468' });
  await press('declaration', { declared: 'y' });
  await press('review', { noted: 's000000001000000' });
  const { cast } = store;
  store.cast = async () => { throw new Error('the disk is full'); };
  await assert.rejects(press('cast'), /full/);
  store.cast = cast;
  assert.match(await press('cast'), /Saved/);
  assert.equal((await store.state()).waiting, 1);
});

test('a ballot that another tab has closed is not cast', async () => {
  const { store, press } = await device();
  await press('next', { pin: '2468' });
  await press('declaration', { declared: 'y' });
  await press('review', { noted: 's000000000000000' });
  await store.endTurn();
  assert.match(await press('cast'), /gone/);
  assert.equal((await store.state()).waiting, 0);
  assert.match(await press('cast'), /gone/);
});

/* The code of an envelope as a screen shows it. */
const codeOn = (html) => [...html.matchAll(/code__group">(\w*)</g)].map(([, group]) => group).join('');

async function atTheLastLook(more = {}) {
  const tablet = await device(more);
  await tablet.press('next', { pin: '2468' });
  await tablet.press('declaration', { declared: 'y' });
  return { ...tablet, code: codeOn(await tablet.press('review', { noted: 's000000001000000' })) };
}

test('the vote that is cast is the envelope whose code was shown, and other choices have another', async () => {
  const { press, store, code } = await atTheLastLook();
  assert.match(code, /^[2-9A-Y]{16}$/);
  assert.equal(codeOn(await press('settings', { text_size: 'xl' })), code);
  await press('ballot', { show: '00000' });
  const other = codeOn(await press('review', { noted: 's000000000001000' }));
  assert.notEqual(other, code);
  assert.equal(codeOn(await press('cast')), other, 'the receipt is the code that was shown');
  const [{ sealed, digest }] = await store.toSend(1);
  assert.equal(await digestOf(webcrypto, 1, 'r', Buffer.from(sealed, 'base64')), digest);
  assert.equal(codeOf(digest), other);
});

test('a ballot that is checked is not cast, and its key says what was sealed', async () => {
  const { press, store, code } = await atTheLastLook();
  const asked = await press('check');
  assert.match(asked, /<h1>check</);
  assert.equal(codeOn(asked), code);
  assert.match(await press('settings'), /<h1>review/);
  await press('check');
  const [first, second] = await Promise.all([press('check', { sure: 'y' }), press('check', { sure: 'y' })]);
  assert.match(first, /<h1>checked/);
  assert.deepEqual([codeOn(first), second], [code, first]);
  const { waiting, turn, untold } = await store.state();
  assert.deepEqual([waiting, turn, untold.unused], [0, null, ['r']]);
  const [{ right, sealed, digest, key, choices }] = untold.checks;
  assert.deepEqual([right, choices, Buffer.from(key, 'base64url').length], ['r', { 7: 1 }, 32]);
  assert.equal(await digestOf(webcrypto, 1, 'r', Buffer.from(sealed, 'base64')), digest);
  assert.equal(codeOf(digest), code);
  assert.match(await press('cast'), /<h1>checked/, 'nothing of it can be cast');
});

test('a ballot that another tab has closed is not checked, nor one before its last look', async () => {
  const { press, store } = await atTheLastLook();
  await store.endTurn();
  assert.match(await press('check', { sure: 'y' }), /<h1>gone/);
  assert.deepEqual((await store.state()).untold.checks, []);
  const other = await device();
  await other.press('next', { pin: '2468' });
  assert.match(await other.press('check'), /<h1>declaration/);
});
