/* In a round with cards: the code of one is typed with the PIN, sealed at once, and goes with the vote. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { hasItsCard, typedCard } from '../../static/js/kiosk/cards.mjs';
import { keepTyped } from '../../static/js/kiosk/next-voter.mjs';
import { readCode, sealCard } from '../../static/js/sealing/card.mjs';
import { device } from './kiosk-tablet.mjs';
import { pageOf } from './page.mjs';

const CODE = 'ABCDEFGHJK';  // its last symbol is the check symbol

async function withCards() {
  const tablet = await device();
  tablet.screens.cardKey = tablet.screens.publicKey;
  const { pages: { en }, said } = tablet.screens;
  for (const name of ['start', 'startAgain']) { en[name] += '<input name="code">'; }
  en.startAgainCard = '<h1>the card</h1><input name="assisted"><input name="code"><p>{problem}</p>';
  Object.assign(said.en.problems, { noCard: 'Type the code.', slip: 'Check the code.' });
  return tablet;
}

test('a code is read as the server reads it', () => {
  assert.equal(readCode(' abcde-fghjk '), CODE);
  for (const slip of ['', 'ABCDE', 'ABCDEFGHJS', 'BACDEFGHJK', 'ABCDEFGHJK2', 'ABCDEFGH0R', 'ÀBCDEFGHJK']) {
    assert.equal(readCode(slip), '', slip);
  }
  assert.equal(readCode('zzzzzuuuup'), '22222VVVVP', 'what looks or sounds alike is one');
});

test('where voters bring no cards none is asked for, and what an older page sends is passed by', () => {
  assert.deepEqual(typedCard('whatever', { cardKey: '' }), { code: '' });
  assert.deepEqual([hasItsCard({}, {}), hasItsCard({}, { cardKey: 'k' }), hasItsCard({ card: 'x' }, { cardKey: 'k' })],
    [true, false, true]);
  assert.deepEqual(typedCard(null, { cardKey: 'k' }), { code: '', problem: 'noCard' });
  const page = pageOf('<input name="assisted">');
  keepTyped(page, { helped: true, code: CODE });
  assert.ok(page.querySelector('[name="assisted"]').hasAttribute('checked'));
  assert.equal(page.querySelector('[name="code"]'), null);
});

test('every sealed code has one length, and no two are the same', async () => {
  const { screens, made } = await withCards();
  const { crypto } = made.window;
  const sealed = () => sealCard(crypto, screens.cardKey, 1, 'r', CODE);
  const [one, other] = [await sealed(), await sealed()];
  assert.deepEqual([one.length, other.length], [91, 91]);
  assert.notDeepEqual(one, other);
});

test('a slip, or no code, is said after the PIN; what was typed stays; no ballot is spent', async () => {
  const { press, store } = await withCards();
  assert.match(await press('next', { pin: '2468' }), /the card[\s\S]*Type the code\./);
  const page = await press('next', { pin: '2468', code: 'ABCDEFGHJS', assisted: 'y' });
  assert.match(page, /checked[\s\S]*value="ABCDEFGHJS"[\s\S]*Check the code\./);
  assert.equal((await store.state()).stock, 1);
});

test('the code goes with the vote, sealed, and lies on no disk as it was typed', async () => {
  const { press, store } = await withCards();
  assert.match(await press('next', { pin: '2468', code: CODE }), /declaration/);
  const { turn } = await store.state();
  assert.equal(Buffer.from(turn.card, 'base64').length, 91);
  assert.ok(!JSON.stringify(turn).includes(CODE));
  await press('declaration', { declared: 'y' });
  await press('review', { noted: 's000000001000000' });
  assert.match(await press('cast'), /Saved/);
  const [vote] = await store.toSend(9);
  assert.deepEqual([vote.card, vote.right], [turn.card, 'r']);
});

test('a ballot goes on with its card; one that lost it ends, and its voter begins again', async () => {
  const { press, store, made } = await withCards();
  await press('next', { pin: '2468', code: CODE });
  assert.match(await press('goOn'), /declaration/);
  assert.ok(made.turn.card);
  await store.keepCard('another', 'x');
  await store.keepCard('r', '');
  assert.match(await press('goOn'), /start/);
  assert.deepEqual([(await store.state()).turn, (await store.state()).untold.unused], [null, ['r']]);
});

test('who goes without a vote, or has it checked, sends no card', async () => {
  for (const ends of [['end'], ['check', { sure: 'y' }]]) {
    const { press, store } = await withCards();
    await press('next', { pin: '2468', code: CODE });
    await press('declaration', { declared: 'y' });
    await press('review', { noted: 's000000001000000' });
    await press(...ends);
    const state = await store.state();
    assert.deepEqual([state.turn, await store.toSend(9)], [null, []]);
    assert.ok(!JSON.stringify(state.untold).includes('card'));
  }
});

test('a disk that does not keep the card lets nobody vote without one', async () => {
  const { press, store } = await withCards();
  store.keepCard = async () => { throw new Error('the disk is full'); };
  await assert.rejects(press('next', { pin: '2468', code: CODE }), /full/);
  assert.match(await press('goOn'), /start/);
});
