/* The voter's screens. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { takeCodeFromAddress } from '../../static/js/voting-code.mjs';
import { pageOf } from './page.mjs';

const ENTER = '<form><input data-voting-code><button type="submit">Go on</button></form>';

function enterAt(fragment, body = ENTER) {
  const document = pageOf(body, { url: `https://votes.example/vote${fragment}` });
  takeCodeFromAddress(document);
  return document;
}

test('the code of a QR code goes into the field and out of the address', () => {
  const document = enterAt('#ABCDE%2DFGHJK');
  assert.equal(document.querySelector('input').value, 'ABCDE-FGHJK');
  assert.equal(document.defaultView.location.href, 'https://votes.example/vote');
  assert.equal(document.activeElement.textContent, 'Go on');
});

test('a form without a button still gets its code', () => {
  assert.equal(enterAt('#ABC', '<form><input data-voting-code></form>').querySelector('input').value, 'ABC');
});

test('a broken fragment fills in nothing, and is cleared as well', () => {
  const document = enterAt('#%E0%A4%A');
  assert.equal(document.querySelector('input').value, '');
  assert.equal(document.defaultView.location.hash, '');
});

test('without a code, or elsewhere, the address stays as it is', () => {
  assert.equal(enterAt('').querySelector('input').value, '');
  assert.equal(enterAt('#main', '<p>No field</p>').defaultView.location.hash, '#main');
});
