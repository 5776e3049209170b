/* The ballot: choosing in place, one project at a time, and Back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ballot } from '../../static/js/ballot/ballot.mjs';
import { chooseInPlace } from '../../static/js/ballot/choose-in-place.mjs';
import { ballotPage, chosenOn } from './ballot-page.mjs';
import { pageOf, stepsOf } from './page.mjs';

test('what is pressed shows at once, is told, and is noted in one length', () => {
  const page = ballotPage();
  chooseInPlace(page.document);
  assert.equal(page.noted(), 's000000001000000');
  page.press('[data-choose="12"]');
  assert.deepEqual(chosenOn(page), ['7', '12']);
  assert.equal(page.noted(), 's000000001000001');
  const words = [...page.one('[data-choose="12"]').children].filter(({ hidden }) => !hidden);
  assert.deepEqual(words.map(({ textContent }) => textContent), ['Chosen']);
  assert.equal(page.one('[data-ballot-status]').textContent, '12 in, 2 of 2 now');
  assert.equal(page.one('[data-choice-count]').textContent, '2 of 2');
  assert.equal(page.one('[data-my-choice="12"]').hidden, false);
  assert.equal(page.one('[data-noted]').disabled, false);
});

test('one too many opens my choices with a sentence, and takes nothing off', () => {
  const page = ballotPage();
  chooseInPlace(page.document);
  page.press('[data-choose="12"]');
  page.press('[data-choose="4"]');
  assert.deepEqual(chosenOn(page), ['7', '12']);
  assert.equal(page.one('[data-my-choices]').open, true);
  assert.equal(page.one('[data-ballot-problem]').textContent, 'Two already.');
  page.press('[data-choose="7"]');
  assert.deepEqual(chosenOn(page), ['12']);
  assert.equal(page.one('[data-ballot-problem]').textContent, '');
});

test('what is taken off in the list of choices leaves the keyboard on the list', () => {
  const page = ballotPage();
  chooseInPlace(page.document);
  const button = page.one('[data-my-choice="7"] button');
  button.focus();
  button.click();
  assert.deepEqual(chosenOn(page), []);
  assert.equal(page.document.activeElement.textContent, 'My choices');
  assert.equal(page.one('[data-none-chosen]').hidden, false);
  assert.equal(page.one('[data-ballot-status]').textContent, '7 out, 0 of 2 now');
});

test('one project at a time, from the first to the last, and Back leads to the list in one step', () => {
  const page = ballotPage();
  const { steps: past, entries, at, back } = stepsOf(page.document);
  chooseInPlace(page.document, past);
  page.press('#one');
  assert.equal(page.one('form').dataset.view, 'one');
  assert.equal(page.one('[data-step="-1"]').disabled, true);
  page.press('[data-step="1"]');
  page.press('[data-step="1"]');
  page.press('[data-step="1"]');
  assert.equal(page.one('.is-shown').dataset.line, '12');
  assert.equal(page.one('[data-place]').textContent, '4 of 4');
  assert.equal(page.one('[data-step="1"]').disabled, true);
  assert.equal(page.document.activeElement.textContent, 'Project 12');
  assert.equal(page.noted().slice(0, 4), 's012');
  assert.deepEqual(entries, [1], 'the history holds nothing but a number');
  back();
  assert.equal(page.one('form').dataset.view, 'list');
  assert.equal(page.document.activeElement.textContent, 'Project 12');
  page.press('#one');
  page.press('[data-show="0"]');
  assert.deepEqual([page.one('form').dataset.view, at()], ['list', 0]);
});

test('a project that came by itself from the server leads to the list, and not to the page before', () => {
  const page = ballotPage();
  page.one('[data-line="7"]').classList.add('is-shown');
  const { steps: past, at } = stepsOf(page.document);
  past.add(() => assert.fail('the page before was asked for'));
  chooseInPlace(page.document, past);
  page.press('[data-show="0"]');
  assert.deepEqual([page.one('form').dataset.view, at()], ['list', 1]);
});

test('a page that came in the place of another, in another size, leads to its own list', () => {
  const page = ballotPage();
  const { steps: past, at } = stepsOf(page.document);
  chooseInPlace(page.document, past);
  page.press('[data-show="4"]');
  const fresh = page.one('form').cloneNode(true);
  page.one('form').replaceWith(fresh);
  chooseInPlace(page.document, past);
  page.press('[data-show="0"]');
  assert.deepEqual([fresh.dataset.view, at()], ['list', 0]);
});

test('Forward leads nowhere, and a long step back undoes every step between', () => {
  const { steps: past, at, go } = stepsOf(pageOf(''));
  const undone = [];
  ['first', 'second', 'third'].forEach((name) => past.add(() => undone.push(name)));
  go(-2);
  assert.deepEqual([undone, at()], [['third', 'second'], 1]);
  go(1);
  assert.deepEqual([undone, at()], [['third', 'second'], 1]);
  go(-1);
  assert.deepEqual([undone, at()], [['third', 'second', 'first'], 0]);
});

test('a page without a ballot is left alone, and a withdrawn project has no button', () => {
  chooseInPlace(pageOf(''));
  const page = ballotPage();
  page.one('[data-choose="7"]').remove();
  page.one('[data-line="7"]').dataset.value = '0';
  chooseInPlace(page.document);
  assert.equal(page.noted(), 's000000000000000');
  const ballot = new Ballot(page.one('form'));
  assert.equal(ballot.from(1), '4', 'from the list Next leads to the first');
});
