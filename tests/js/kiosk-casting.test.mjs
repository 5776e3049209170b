/* How a turn ends on a tablet: one envelope for the last look and the press, one answer for two presses. */
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';

import { Casting } from '../../static/js/kiosk/casting.mjs';
import { Turn } from '../../static/js/kiosk/turn.mjs';
import { pageOf } from './page.mjs';

const GENERATOR = '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296'
  + '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5';
const page = (name) => `<h1>${name}</h1><p class="code">${'<b class="code__group"></b>'.repeat(4)}
  <span class="visually-hidden"></span></p>`;

function ending({ isOpen = true, isTrial = false } = {}) {
  const window = pageOf('').defaultView;
  Object.defineProperty(window, 'crypto', { value: webcrypto });
  const kept = [];
  const keep = (how) => async (what) => { kept.push([how, what.right]); return isOpen; };
  const device = {
    window, store: { cast: keep('cast'), check: keep('check') }, now: () => 0, send: () => kept.push(['send']), turn: {},
  };
  const pages = { en: Object.fromEntries(['saved', 'checked', 'gone', 'tried'].map((name) => [name, page(name)])) };
  const of = { publicKey: GENERATOR, roundId: 1, shortestTurn: 15, pages };
  let attempts = 0;
  const newAttempt = () => { attempts += 1; return `${attempts}`; };
  const turn = new Turn({ right: 'r', assisted: false, order: [4, 7], parts: [], newAttempt, isTrial });
  turn.declare(true);
  return { made: new Casting(device, of, 0), turn, kept, device };
}

test('the envelope stays as long as the choices do', async () => {
  const { made, turn } = ending();
  const first = await made.envelope(turn);
  assert.equal(await made.envelope(turn), first);
  turn.note('s000001000', false);
  const other = await made.envelope(turn);
  assert.notEqual(other.code, first.code);
});

for (const how of ['cast', 'check']) {
  test(`a ballot that the team tries is sealed and never kept: ${how}`, async () => {
    const { made, turn, kept, device } = ending({ isTrial: true });
    turn.set('language', 'pl');
    assert.match(await made.end(turn, how), /<h1>tried</);
    assert.deepEqual([kept, device.turn, made.made], [[['send']], null, null]);
  });
}

for (const [how, name] of [['cast', 'saved'], ['check', 'checked']]) {
  test(`two presses that ${how} a ballot are one, and the voter's turn is over`, async () => {
    const { made, turn, kept, device } = ending();
    const first = made.end(turn, how);
    assert.equal(await made.ending, await first);
    assert.match(await first, new RegExp(`<h1>${name}<`));
    assert.deepEqual([kept, device.turn], [[[how, 'r'], ['send']], null]);
  });

  test(`a ballot that is closed is not ${how === 'cast' ? 'cast' : 'checked'}`, async () => {
    const { made, turn } = ending({ isOpen: false });
    assert.match(await made.end(turn, how), /<h1>gone</);
  });

  test(`what the disk refused can be pressed again: ${how}`, async () => {
    const { made, turn, device } = ending();
    const works = device.store[how];
    device.store[how] = async () => { throw new Error('the disk is full'); };
    await assert.rejects(made.end(turn, how), /full/);
    device.store[how] = works;
    assert.equal(made.ending, null);
    assert.match(await made.end(turn, how), new RegExp(`<h1>${name}<`));
  });
}
