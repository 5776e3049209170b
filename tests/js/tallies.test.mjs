/* Words with numbers in them, and the list of what was chosen. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Ballot } from '../../static/js/ballot/ballot.mjs';
import { listChoices, showLine } from '../../static/js/ballot/show-choices.mjs';
import { fill, pounds } from '../../static/js/ballot/tallies.mjs';
import { ballotPage } from './ballot-page.mjs';

test('pence are written as the server writes them', () => {
  const written = ['£0', '£0.05', '£1', '£1,234', '£1,234,567.89', '£1,000.50'];
  assert.deepEqual([0, 5, 100, 123400, 123456789, 100050].map(pounds), written);
});

test('a sentence gets its facts, and keeps what it has none for', () => {
  assert.equal(fill('%(used)s of %(there)s', { used: 2, there: 4 }), '2 of 4');
  assert.equal(fill('%(used)s of %(there)s', { used: 2 }), '2 of %(there)s');
});

test('a line and the list of choices show what the ballot holds', () => {
  const { document } = ballotPage();
  const form = document.querySelector('form');
  const ballot = new Ballot(form);
  ballot.press('12');
  ['4', '7', '9', '12'].forEach((number) => showLine(form, ballot, number));
  listChoices(form, ballot);
  const button = form.querySelector('[data-choose="12"]');
  assert.deepEqual([button.getAttribute('aria-pressed'), button.querySelector('.choice__on').hidden], ['true', false]);
  assert.equal(form.querySelector('[data-my-choice="12"]').hidden, false);
  assert.equal(form.querySelector('[data-choice-count]').textContent, '2 of 2');
});
