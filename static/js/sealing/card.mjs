/* The code of a voter's card, sealed on a device that cannot look it up. What is sealed is written once here and once
   in pb/voting/rules/card_sealing.py; the check symbol once here and once in pb/codes.py. */
import { fromHex, SYMBOLS } from './envelope.mjs';
import { bytes, seal } from './hpke.mjs';

const LENGTH = 10;
const MEANT = { Z: '2', U: 'V' };  // what people type instead of a symbol that looks or sounds like it

/* The code in what was typed, forgiving on case, spaces and hyphens; '' where it cannot be one. */
export function readCode(typed) {
  const kept = typed.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '').replace(/[ZU]/g, (symbol) => MEANT[symbol]);
  const values = Array.from(kept, (symbol) => SYMBOLS.indexOf(symbol));
  if (kept.length !== LENGTH || values.includes(-1)) { return ''; }
  const last = values.pop();
  const sum = values.reduce((total, value, place) => total + (place + 2) * value, last);
  return sum % SYMBOLS.length ? '' : kept;
}

/* 91 bytes, whatever the code is. `cardKey`: in hex, as the round has it. */
export function sealCard(crypto, cardKey, roundId, rightKey, code) {
  return seal(crypto, fromHex(cardKey), bytes(`pb card 1|${roundId}|${rightKey}`), bytes(code));
}
