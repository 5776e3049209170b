/* The envelope of a ballot, sealed on the device that the voter sees. What is sealed is written once here and once in
   pb/voting/rules/sealing.py; a ballot that one of them seals opens like one of the other. */
import { bytes, seal } from './hpke.mjs';

const PADDED = 1024;  // every ballot has this length before it is sealed, so that its length says nothing

/* 1105 bytes. `publicKey`: in hex, as the round has it. `choices`: {number of the project: value}. `pair`: of this
   envelope alone, where its key may have to be shown. */
export function sealBallot(crypto, publicKey, roundId, rightKey, choices, pair = undefined) {
  const plain = JSON.stringify(choices);  // (numbers as names come in their order)
  if (plain.length > PADDED) { return Promise.reject(new Error('a ballot is longer than the envelope')); }
  const info = bytes(`pb envelope 1|${roundId}|${rightKey}`);
  return seal(crypto, fromHex(publicKey), info, bytes(plain.padEnd(PADDED)), pair);
}

/* 128 random bits. Whoever sends the same vote again sends the same attempt. */
export function newAttempt(crypto) {
  return toHex(crypto.getRandomValues(new Uint8Array(16)));
}

export const SYMBOLS = '23456789ABCDEFGHJKMNPQRSTVWXY';

const STEPS = 2 ** 14;  // of PBKDF2, so that no tablet finds two envelopes with one code

/* Of a sealed ballot, its round and its right: 64 hex digits, as `envelope_digest` in pb/voting/rules makes them. */
export async function digestOf({ subtle }, roundId, rightKey, sealed) {
  const key = await subtle.importKey('raw', sealed, 'PBKDF2', false, ['deriveBits']);
  const salt = bytes(`pb code 1|${roundId}|${rightKey}`);
  const bits = await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: STEPS }, key, 256);
  return toHex(new Uint8Array(bits));
}

/* The code of a sealed ballot with this digest: on the last look, and as the receipt (pb/codes.py). */
export function codeOf(digest) {
  const number = fromHex(digest);
  return Array.from({ length: 16 }, () => SYMBOLS[divided(number)]).join('');
}

/* Divides the number, its highest byte first, in place; returns the rest. */
function divided(number) {
  return number.reduce((rest, byte, place) => {
    const value = 256 * rest + byte;
    number[place] = Math.floor(value / SYMBOLS.length);
    return value % SYMBOLS.length;
  }, 0);
}

/* As it is printed and read out: "ABCD-EFGH-JKMN-PQRS". */
export function shownReceipt(code) {
  return code.match(/.{1,4}/g).join('-');
}

export function fromHex(text) {
  return Uint8Array.from(text.match(/../g), (byte) => parseInt(byte, 16));
}

function toHex(some) {
  return Array.from(some, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
