/* In a round with cards: the code of one is typed when a ballot is opened, and travels sealed with the vote. Whether it
   gives one is known when it arrives; here only a slip of the finger is found. */
import { readCode, sealCard } from '../sealing/card.mjs';
import { base64 } from './casting.mjs';

/* What was typed: {code}, or {problem}: the name of the sentence about it. */
export function typedCard(typed, { cardKey }) {
  if (!cardKey) { return { code: '' }; }
  const code = readCode(typed || '');
  return code ? { code } : { code, problem: (typed || '').trim() ? 'slip' : 'noCard' };
}

/* The ballot that was opened, with the code sealed to it; the code itself is on no disk. */
export async function withItsCard({ window, store, screens }, opened, code) {
  if (!opened || !screens.cardKey) { return opened; }
  const { cardKey, roundId } = screens;
  const card = base64(window, await sealCard(window.crypto, cardKey, roundId, opened.right, code));
  await store.keepCard(opened.right, card);
  return Object.assign({}, opened, { card });
}

export function hasItsCard(turn, { cardKey }) { return !cardKey || Boolean(turn.card); }
