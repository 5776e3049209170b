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

const SYMBOLS = '23456789ABCDEFGHJKMNPQRSTVWXY';

/* The receipt code of an attempt, as `receipt_of` in pb/codes.py makes it. */
export async function receiptOf(crypto, attempt) {
  return symbolsOf(crypto, bytes(`receipt:${attempt}`), 12);
}

/* The code of a sealed ballot, as `check_code_of` in pb/codes.py makes it. */
export async function checkCodeOf(crypto, sealed) {
  return symbolsOf(crypto, Uint8Array.from([...bytes('check:'), ...sealed]), 16);
}

async function symbolsOf(crypto, what, length) {
  const number = new Uint8Array(await crypto.subtle.digest('SHA-256', what));
  return Array.from({ length }, () => SYMBOLS[divided(number)]).join('');
}

/* Divides the number, its highest byte first, in place; returns the rest. */
function divided(number) {
  return number.reduce((rest, byte, place) => {
    const value = 256 * rest + byte;
    number[place] = Math.floor(value / SYMBOLS.length);
    return value % SYMBOLS.length;
  }, 0);
}

/* As it is printed and read out: "ABCD-EFGH-JKMN". */
export function shownReceipt(code) {
  return code.match(/.{1,4}/g).join('-');
}

function fromHex(text) {
  return Uint8Array.from(text.match(/../g), (byte) => parseInt(byte, 16));
}

function toHex(some) {
  return Array.from(some, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
