/* What a kiosk seals: the standard's own example, one length, and a receipt. That the server opens it is tested in
   tests/voting/test_sealed_on_the_device.py. */
import assert from 'node:assert/strict';
import { webcrypto as crypto } from 'node:crypto';
import { test } from 'node:test';

import { codeOf, digestOf, newAttempt, sealBallot, shownReceipt } from '../../static/js/sealing/envelope.mjs';
import { bytes, seal } from '../../static/js/sealing/hpke.mjs';

const hex = (text) => new Uint8Array(Buffer.from(text, 'hex'));
const GENERATOR = '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296'
  + '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5';

/* RFC 9180, A.3.1. It has an aad, and no ballot has one: an aad is in the tag, and in no byte before it. */
const RFC = {
  info: '4f6465206f6e2061204772656369616e2055726e',
  pkE: '04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9b'
    + 'fcb9382657222d18c4',
  skE: '4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb',
  pkR: '04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d'
    + '128aafd68a2ce72ea0',
  pt: '4265617574792069732074727574682c20747275746820626561757479',
  ct: '5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434',
};

async function pairOf(publicKey, privateKey) {
  const url = (part) => Buffer.from(part, 'hex').toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: url(publicKey.slice(2, 66)), y: url(publicKey.slice(66)) };
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  return {
    publicKey: await crypto.subtle.importKey('jwk', jwk, curve, true, []),
    privateKey: await crypto.subtle.importKey('jwk', { ...jwk, d: url(privateKey) }, curve, false, ['deriveBits']),
  };
}

test('the example of the standard comes out', async () => {
  const pair = await pairOf(RFC.pkE, RFC.skE);
  const sealed = Buffer.from(await seal(crypto, hex(RFC.pkR), hex(RFC.info), hex(RFC.pt), pair)).toString('hex');
  assert.equal(sealed.slice(0, 130), RFC.pkE);
  assert.equal(sealed.slice(130, 130 + 2 * 28), RFC.ct.slice(0, 2 * 28));
  assert.equal(sealed.length, RFC.pkE.length + RFC.ct.length);
});

test('every ballot has one length, and no two are the same', async () => {
  const ballots = [{}, { 3: 1 }, { 3: 1 }, Object.fromEntries(Array.from({ length: 100 }, (_, i) => [i + 1, 5]))];
  const sealed = await Promise.all(ballots.map((each) => sealBallot(crypto, GENERATOR, 1, 'right', each)));
  assert.deepEqual(sealed.map(({ length }) => length), [1105, 1105, 1105, 1105]);
  assert.equal(new Set(sealed.map((each) => Buffer.from(each).toString('hex'))).size, 4);
});

test('a ballot that is longer than the envelope is not cut short', async () => {
  const choices = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [i + 100, 1]));
  await assert.rejects(sealBallot(crypto, GENERATOR, 1, 'right', choices), /longer than the envelope/);
});

test('a key that is no point of the curve seals nothing', async () => {
  await assert.rejects(sealBallot(crypto, `${GENERATOR.slice(0, -1)}6`, 1, 'right', { 1: 1 }));
});

test('an attempt is another each time', () => {
  const attempt = newAttempt(crypto);
  assert.match(attempt, /^[0-9a-f]{32}$/);
  assert.notEqual(attempt, newAttempt(crypto));
});

test('a code is of its envelope, round and right, in symbols that are not taken for each other', async () => {
  const sealed = new Uint8Array(1105);
  const digest = await digestOf(crypto, 7, 'right', sealed);
  assert.equal(digest, '745c564786c1d803cd1f26307dce40f00d3ff1d4d21c7232ae3fde6c9da225a4');
  assert.equal(codeOf(digest), '44PEREB4CMN5JD5R');
  const others = [digestOf(crypto, 8, 'right', sealed), digestOf(crypto, 7, 'other', sealed),
    digestOf(crypto, 7, 'right', sealed.fill(1, 1104))];
  assert.equal(new Set([digest, ...await Promise.all(others)]).size, 4);
  assert.match(codeOf((await others[0])), /^[2-9A-HJ-KM-NP-TV-Y]{16}$/);
  assert.equal(shownReceipt('ABCDEFGHJKMNPQRS'), 'ABCD-EFGH-JKMN-PQRS');
  assert.deepEqual([...bytes('AZ')], [65, 90]);
});
