/* The voter's screens. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { limitChoices } from '../../static/js/choice-limit.mjs';
import { sendOnce } from '../../static/js/send-once.mjs';
import { takeCodeFromAddress } from '../../static/js/voting-code.mjs';
import { fire, pageOf } from './page.mjs';

const ENTER = '<form><input data-voting-code><button type="submit">Go on</button></form>';
const BALLOT = `<form data-ballot data-most="2" data-too-many="Two already."><p data-ballot-warning></p>
  <span data-choice-count>0</span><input type="checkbox" data-choice checked><input type="checkbox" data-choice>
  <input type="checkbox" data-choice><input type="checkbox" id="other"></form>`;

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

test('one choice too many is refused with a sentence, and nothing else is unticked', () => {
  const document = pageOf(BALLOT);
  limitChoices(document);
  const boxes = [...document.querySelectorAll('[data-choice]')];
  const count = () => document.querySelector('[data-choice-count]').textContent;
  const warning = () => document.querySelector('[data-ballot-warning]').textContent;
  assert.equal(count(), '1');
  boxes[1].click();
  assert.deepEqual([count(), warning()], ['2', '']);
  boxes[2].click();
  assert.deepEqual([count(), warning(), ...boxes.map((box) => box.checked)], ['2', 'Two already.', true, true, false]);
  document.getElementById('other').click();
  assert.equal(warning(), 'Two already.');
  boxes[0].click();
  assert.deepEqual([count(), warning()], ['1', '']);
});

test('a browser that comes back to the ballot shows again how many are chosen', () => {
  const document = pageOf(BALLOT);
  limitChoices(document);
  document.querySelectorAll('[data-choice]')[1].checked = true;
  fire(document.defaultView, 'pageshow');
  assert.equal(document.querySelector('[data-choice-count]').textContent, '2');
});

test('a ballot that counts without a script is limited as well, and other pages are left alone', () => {
  const document = pageOf(BALLOT.replace('<span data-choice-count>0</span>', ''));
  limitChoices(document);
  document.querySelectorAll('[data-choice]').forEach((box) => box.click());
  assert.equal(document.querySelectorAll('[data-choice]:checked').length, 2);
  limitChoices(pageOf(''));
});

test('a second press while the first is on its way sends nothing, until the page is shown again', () => {
  const document = pageOf('<form data-send-once></form>');
  sendOnce(document);
  const form = document.querySelector('form');
  assert.deepEqual([fire(form, 'submit'), fire(form, 'submit')], [true, false]);
  fire(document.defaultView, 'pageshow');
  assert.equal(fire(form, 'submit'), true);
});
