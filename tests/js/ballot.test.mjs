/* The ballot: choosing in place, one project at a time, and Back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ballot } from '../../static/js/ballot/ballot.mjs';
import { chooseInPlace } from '../../static/js/ballot/choices.mjs';
import { pageOf, stepsOf } from './page.mjs';

const line = (number, chosen) => `<li data-line="${number}" data-value="${chosen ? 1 : 0}" class="ballot-line">
  <h2 tabindex="-1">Project ${number}</h2><details><summary>Read more</summary></details>
  <button type="submit" data-choose="${number}" aria-pressed="${chosen}">
  <span class="choice__off" ${chosen ? 'hidden' : ''}>Choose</span>
  <span class="choice__on" ${chosen ? '' : 'hidden'} data-says>Chosen</span></button></li>`;
const giving = (number, value) => `<li data-line="${number}" data-value="${value}" class="ballot-line">
  <h2 tabindex="-1">Project ${number}</h2><details><summary>Read more</summary></details>
  <button type="submit" data-less="${number}">-</button><b data-number>${value}</b><i data-says></i>
  <button type="submit" data-choose="${number}">+</button></li>`;
const mine = (number, chosen) => `<li data-my-choice="${number}" ${chosen ? '' : 'hidden'}><b data-says></b>
  <button type="submit" data-take-off="${number}">Take off</button></li>`;
const chip = (number, chosen) => `<span data-chip="${number}" ${chosen ? '' : 'hidden'}>${number}</span>`;

const TICKS = {
  type: 'choose', best: 5, points: 10, purses: [], values: ['', ''],
  parts: [{ numbers: ['4', '7', '9', '12'], most: 2, tooMany: 'Two already.', atBest: 'Up to 5.', noPoints: 'No points left.' }],
  tallies: [{ name: '', numbers: ['4', '7', '9', '12'], kind: 'projects', there: 2, words: '%(used)s of %(there)s' }],
  inOne: { name: '', numbers: ['4', '7', '9', '12'], kind: 'projects', there: 2, words: '%(used)s of %(there)s' },
};

/* A ballot of 4, 7, 9 and 12, of which two may be chosen; 7 is chosen. `more`: other rules. */
function ballotPage(more = {}, lineOf = line) {
  const numbers = [4, 7, 9, 12];
  const document = pageOf(`<form data-ballot data-view="list" data-none="none" data-chosen="{number} in, {tally} now"
    data-given="{number}: {value}, {tally}" data-taken-off="{number} out, {tally} now">
    <input type="hidden" name="noted" disabled data-noted>
    <nav data-one-by-one hidden><button data-step="-1">Back</button><p data-place data-of="{place} of 4"></p>
    <button data-step="1">Next</button><button data-show="0">All</button></nav>
    <button id="one" data-show="4">One at a time</button>
    <ol>${numbers.map((number) => lineOf(number, number === 7)).join('')}</ol><p data-ballot-status></p>
    <p data-tally=""></p>
    <details data-my-choices><summary>My choices</summary><span data-choice-count></span>
    <p data-ballot-problem></p><p data-none-chosen hidden>None</p><b data-chips>
    ${numbers.map((each) => chip(each, each === 7)).join('')}</b>
    <ul data-my-list>${numbers.map((each) => mine(each, each === 7)).join('')}</ul></details></form>`);
  document.querySelector('form').dataset.rules = JSON.stringify({ ...TICKS, ...more });
  document.defaultView.Element.prototype.scrollIntoView = () => {};
  const one = (selector) => document.querySelector(selector);
  return { document, one, press: (selector) => one(selector).click(), noted: () => one('[data-noted]').value };
}

function chosenOn({ document }) {
  return [...document.querySelectorAll('[data-choose][aria-pressed="true"]')].map((button) => button.dataset.choose);
}

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
