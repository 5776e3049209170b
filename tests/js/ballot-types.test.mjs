/* Places, points, scores and money on the ballot's page. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseInPlace } from '../../static/js/ballot/choose-in-place.mjs';
import { giving, TICKS, ballotPage, chosenOn } from './ballot-page.mjs';

test('places are given in turn, close up, and My choices has them in their order', () => {
  const page = ballotPage({ type: 'rank', values: ['', '1st', '2nd', '3rd'], parts: [{ ...TICKS.parts[0], most: 3 }] });
  chooseInPlace(page.document);
  page.press('[data-choose="4"]');
  page.press('[data-choose="12"]');
  assert.equal(page.noted(), 's000002001000003');
  assert.equal(page.one('[data-line="4"] [data-says]').textContent, '2nd');
  assert.equal(page.one('[data-ballot-status]').textContent, '12: 3rd, 3 of 2');
  const listed = () => [...page.document.querySelectorAll('[data-my-choice]:not([hidden])')].map((each) => each.dataset.myChoice);
  assert.deepEqual(listed(), ['7', '4', '12']);
  page.press('[data-my-choice="7"] button');
  assert.deepEqual([page.noted(), listed()], ['s000001000000002', ['4', '12']]);
});

test('in two pots places stand pot after pot in the bar', () => {
  const pot = (numbers) => ({ ...TICKS.parts[0], numbers });
  const page = ballotPage({ type: 'rank', values: ['', '1st', '2nd'], parts: [pot(['9', '12']), pot(['4', '7'])] });
  chooseInPlace(page.document);
  ['4', '12', '9'].forEach((number) => page.press(`[data-choose="${number}"]`));
  const shown = [...page.document.querySelectorAll('[data-chip]:not([hidden])')].map(({ dataset }) => dataset.chip);
  assert.deepEqual(shown, ['12', '9', '7', '4']);
});

test('points are given one at a time, as many as there are', () => {
  const words = '%(left)s of %(there)s left';
  const tally = { ...TICKS.inOne, kind: 'points', there: 3, words };
  const values = ['', '1 point', '2 points', '3 points'];
  const rules = { type: 'points', points: 3, values, tallies: [tally], inOne: tally, parts: [{ ...TICKS.parts[0], most: 3 }] };
  const page = ballotPage(rules, (number, chosen) => giving(number, chosen ? 2 : 0));
  chooseInPlace(page.document);
  page.press('[data-choose="12"]');
  assert.deepEqual([page.noted(), page.one('[data-tally]').textContent], ['s000000002000001', '0 of 3 left']);
  page.press('[data-choose="12"]');
  assert.equal(page.one('[data-ballot-problem]').textContent, 'No points left.');
  page.press('[data-less="7"]');
  page.press('[data-choose="4"]');
  assert.equal(page.noted(), 's000001001000001');
  page.press('[data-less="7"]');
  page.press('[data-less="7"]');
  assert.deepEqual([page.noted(), page.one('[data-line="7"] [data-says]').textContent], ['s000001000000001', 'none']);
  assert.equal(page.one('[data-choice-count]').textContent, '1 of 3 left');
});

test('an amount keeps its own direction where the server says so', () => {
  const words = '\u2068%(left)s\u2069 \u0628\u0627\u0642\u06cc';
  const tally = { ...TICKS.inOne, kind: 'pence', there: 500000, words };
  const purses = [{ pence: 500000, costs: { 4: 120000, 7: 380050, 9: 100, 12: 500000 }, tooDear: '' }];
  const page = ballotPage({ type: 'budget', purses, tallies: [tally], inOne: tally });
  chooseInPlace(page.document);
  page.press('[data-choose="9"]');
  assert.match(page.one('[data-choice-count]').textContent, /^\u2068£1,198.50\u2069 /);
});

test('a score stops at the best, and three projects are one too many for two', () => {
  const rules = { type: 'score', values: ['', '1', '2', '3', '4', '5'] };
  const page = ballotPage(rules, (number, chosen) => giving(number, chosen ? 5 : 0));
  chooseInPlace(page.document);
  page.press('[data-choose="7"]');
  assert.deepEqual([page.noted(), page.one('[data-ballot-problem]').textContent], ['s000000005000000', 'Up to 5.']);
  page.press('[data-choose="4"]');
  page.press('[data-choose="9"]');
  assert.deepEqual([page.noted(), page.one('[data-ballot-problem]').textContent], ['s000001005000000', 'Two already.']);
});

test('what does not fit into the money is told with what is left, and takes nothing off', () => {
  const words = '%(used)s of %(there)s used, %(left)s left';
  const tally = { ...TICKS.inOne, kind: 'pence', there: 500000, words };
  const purses = [{ pence: 500000, costs: { 4: 120000, 7: 380050, 9: 100, 12: 500000 }, tooDear: '%(left)s left only.' }];
  const page = ballotPage({ type: 'budget', purses, tallies: [tally], inOne: tally });
  chooseInPlace(page.document);
  page.press('[data-choose="4"]');
  assert.equal(page.one('[data-ballot-problem]').textContent, '£1,199.50 left only.');
  page.press('[data-choose="7"]');
  page.press('[data-choose="4"]');
  assert.equal(page.one('[data-choice-count]').textContent, '£1,200 of £5,000 used, £3,800 left');
  assert.deepEqual(chosenOn(page), ['4']);
});

test('the bar adds up what is left of the money of all pots, and any number is counted without an end', () => {
  const inOne = { ...TICKS.inOne, kind: 'pence', there: 90000, words: '%(left)s left' };
  const purses = [{ pence: 40000, costs: { 4: 10000, 7: 5000 }, tooDear: '' }, { pence: 50000, costs: { 9: 1000, 12: 7000 } }];
  const page = ballotPage({ type: 'budget', purses, inOne });
  chooseInPlace(page.document);
  page.press('[data-choose="12"]');
  assert.equal(page.one('[data-choice-count]').textContent, '£780 left');
  const any = ballotPage({ inOne: { ...TICKS.inOne, kind: 'any', words: '%(used)s chosen' } });
  chooseInPlace(any.document);
  any.press('[data-choose="12"]');
  assert.equal(any.one('[data-choice-count]').textContent, '2 chosen');
});
