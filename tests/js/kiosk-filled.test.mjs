/* The screens of a kiosk that needs no network, filled with what is one voter's. */
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';

import { listOf, orderOf, turned } from '../../static/js/ballot/rotation.mjs';
import { showAlone } from '../../static/js/ballot/one-by-one.mjs';
import { Ballot } from '../../static/js/ballot/ballot.mjs';
import { applySettings, fillReview, fillSaved, parsed, withWords, written } from '../../static/js/kiosk/filled.mjs';
import { showState, whyClosed } from '../../static/js/kiosk/start-screen.mjs';
import { dayTime } from '../../static/js/kiosk/day-time.mjs';
import { Turn } from '../../static/js/kiosk/turn.mjs';
import { ballotPage } from './ballot-page.mjs';
import { at, CONTACT, HOURS, REVIEW, SAID, START } from './kiosk-pieces.mjs';
import { pageOf } from './page.mjs';

test('the order of a ballot is the server\'s', async () => {
  const lists = Array.from({ length: 8 }, (_, list) => turned([1, 2, 3, 4], list + 1).join(''));
  assert.deepEqual(lists, ['1234', '1432', '2341', '2143', '3412', '3214', '4123', '4321']);
  assert.equal(await listOf(webcrypto, 'abc123', 7, 5), 5);  // of pb/voting/rules/rotation.py
  const pots = [{ id: 7, numbers: [1, 2, 3, 4, 5] }, { id: 8, numbers: [] }];
  assert.deepEqual(await orderOf(webcrypto, 'abc123', pots, true), [3, 4, 5, 1, 2]);
  assert.deepEqual(await orderOf(webcrypto, 'abc123', pots, false), [1, 2, 3, 4, 5]);
});

test('moments are written as on every page', () => {
  assert.equal(dayTime(Date.parse('2026-11-24T14:30:00Z')), 'Tuesday 24 November 2026 at 2:30pm');
  assert.equal(dayTime(Date.parse('2026-06-01T23:00:00Z')), 'Tuesday 2 June 2026 at 12am');
  assert.equal(dayTime(Date.parse('2026-06-01T11:05:00Z')), 'Monday 1 June 2026 at 12:05pm');
});

function newTurn(more = {}) {
  let attempts = 0;
  return new Turn({
    right: 'r', assisted: false, order: [9, 4], parts: [{ numbers: ['4', '9'], least: 1 }],
    newAttempt: () => `attempt ${attempts += 1}`, ...more,
  });
}

test('a voter declares, chooses, is told of too few, reviews, goes back and changes', () => {
  const turn = newTurn();
  turn.note('s000001000');
  assert.deepEqual([turn.declare(false), turn.problem, turn.chosen.size], ['declaration', 'undeclared', 0]);
  assert.deepEqual([turn.review(), turn.problem], ['declaration', 'undeclared']);
  assert.deepEqual([turn.choose('4'), turn.declare(true), turn.problem], ['declaration', 'ballot', '']);
  assert.deepEqual([turn.review(), turn.problem, turn.shortPart], ['ballot', 'tooFew', 0]);
  turn.note('s009000003');
  assert.deepEqual([turn.review(), turn.problem, turn.shown, turn.choices()], ['review', '', '9', { 4: 3 }]);
  assert.deepEqual([turn.set('colours', 'soft'), turn.settings.colours], ['review', 'soft']);
  turn.set('text_size', 'xl');
  assert.equal(turn.set('usual', '1'), 'review');
  assert.deepEqual(turn.settings, { text_size: 'm', colours: 'default', sound: 'ask', language: 'en' });
  assert.equal(turn.set('draft', 'soft'), 'review');
  assert.deepEqual([turn.choose('00004'), turn.shown], ['ballot', '4']);
  assert.deepEqual([turn.choose('0'), turn.shown, turn.choose('77'), turn.shown], ['ballot', '0', 'ballot', '0']);
});

test('every other choice is another casting, and a note of another ballot is none', () => {
  const turn = newTurn();
  turn.declare(true);
  const before = turn.attempt;
  turn.note('');
  assert.equal(turn.attempt, before);
  turn.note('s000001000');
  assert.notEqual(turn.attempt, before);
  for (const noted of ['s000001', 's0000010x0']) { assert.throws(() => turn.note(noted), /another ballot/); }
});

test('a ballot is opened within the hours, by a clock that is put right', () => {
  const why = (contact, clock, stock = 1) => whyClosed({ contact, stock }, HOURS, at(clock));
  assert.deepEqual([why(null, '10:00'), why(CONTACT, '10:00'), why(CONTACT, '10:00', 0)], ['unknown', '', 'empty']);
  assert.deepEqual([why(CONTACT, '08:59'), why(CONTACT, '16:00')], ['early', 'late']);
  assert.equal(why({ ...CONTACT, slow: 3_600_000 }, '08:59'), '');
  assert.equal(why({ ...CONTACT, opensAt: HOURS[0][1], closesAt: '2026-05-03T17:00:00Z' }, '16:30'), '', 'it was extended');
  assert.deepEqual([why({ ...CONTACT, isEnded: true }, '10:00'), why({ isOurs: false }, '10:00')], ['ended', 'stranger']);
});

test('the start shows what is so, and nothing else', () => {
  const page = pageOf(START);
  const shown = () => [...page.querySelectorAll('[data-part]')].filter((part) => !part.hidden)
    .map((part) => part.dataset.part).join(' ');
  const state = { turn: null, waiting: 0, stock: 7, contact: CONTACT };
  showState(page, { state, hours: HOURS, clock: at('10:00'), keeps: true });
  assert.equal(shown(), 'welcome open may-end');
  assert.equal(page.querySelector('h1').textContent, 'Ready');
  assert.equal(page.querySelector('[data-fact="contact"]').textContent, 'Sunday 3 May 2026 at 9am');
  showState(page, { state: { ...state, waiting: 3 }, hours: HOURS, clock: at('08:00'), keeps: false });
  assert.equal(shown(), 'early waiting not-kept');
  assert.equal(page.querySelector('h1').textContent, 'Not now');
  assert.equal(page.querySelector('[data-fact="opens"]').textContent, 'Sunday 3 May 2026 at 10am');
  showState(page, { state: { ...state, turn: { right: 'r' } }, hours: [], clock: at('08:00'), keeps: true });
  assert.equal(shown(), 'turn open may-end');
  showState(page, { state: { ...state, contact: null }, hours: [], clock: at('08:00'), keeps: true });
  assert.equal(page.querySelector('[data-fact="contact"]').textContent, '–');
});

test('the review has what was chosen, in its order, with what was given and what is left', () => {
  const page = pageOf(REVIEW);
  const turn = { order: [9, 7, 4, 12], chosen: new Map([['4', 1], ['9', 1]]) };
  const { document } = ballotPage();
  const ballot = new Ballot(document.querySelector('form'));
  ballot.chosen = turn.chosen;
  fillReview(page, turn, ballot, SAID);
  assert.deepEqual([...page.querySelectorAll('[data-pick]')].map(({ dataset }) => dataset.pick), ['9', '4']);
  assert.equal(page.querySelector('[data-used]').textContent, 'You chose 2 of 2.');
  assert.equal(page.querySelector('[data-advice]').textContent, ' Check.');
  turn.chosen.delete('4');
  const short = pageOf(REVIEW);
  fillReview(short, turn, ballot, SAID);
  assert.equal(short.querySelector('[data-advice]').textContent, ' 1 more. Check.');
  assert.equal(short.querySelector('[data-said="used"]').dataset.words, 'You chose 1 of 2. 1 more.');
  const any = pageOf(REVIEW);
  fillReview(any, turn, ballot, { ...SAID, anyNumber: true });
  assert.equal(any.querySelector('[data-advice]').textContent, ' Check.');
});

test('places are read in their order, part by part', () => {
  const page = pageOf(REVIEW);
  const turn = { order: [4, 7, 9, 12], chosen: new Map([['4', 2], ['9', 1], ['12', 1]]) };
  const { document } = ballotPage({
    type: 'rank', values: ['', '1st', '2nd'],
    parts: [{ numbers: ['4', '7', '9'], most: 2 }, { numbers: ['12'], most: 1 }],
  });
  const ballot = new Ballot(document.querySelector('form'));
  ballot.chosen = turn.chosen;
  fillReview(page, turn, ballot, SAID);
  const lines = [...page.querySelectorAll('[data-pick]')];
  assert.deepEqual(lines.map(({ dataset }) => dataset.pick), ['9', '4', '12']);
  assert.deepEqual(lines.map((line) => line.querySelector('.picks__place').textContent), ['1st', '2nd', '1st']);
  assert.equal(lines[1].querySelector('[data-said]').dataset.words, '2nd.');
});

test('one project by itself, and the list again', () => {
  const { document, one } = ballotPage();
  const form = one('form');
  const ballot = new Ballot(form);
  showAlone(form, ballot, '9');
  assert.deepEqual([form.dataset.view, one('[data-one-by-one]').hidden], ['one', false]);
  assert.equal(one('[data-place]').textContent, '3 of 4');
  showAlone(form, ballot, '0');
  assert.deepEqual([form.dataset.view, document.querySelectorAll('details[open]').length], ['list', 0]);
});

test('settings are on the page, the one that was pressed has the keyboard, and without sound nothing is read', () => {
  const page = pageOf(`<button class="settings__button" name="language" value="pl" aria-pressed="false"></button>
    <details class="voter-settings" data-open-with-room><button class="settings__button" name="usual" value="1"></button>
    <button class="settings__button" name="text_size" value="xl" aria-pressed="false"></button>
    <button class="settings__button" name="colours" value="soft" aria-pressed="false"></button>
    <button class="settings__button" name="colours" value="default" aria-pressed="true"></button></details>
    <span data-reads></span>
    <span data-fetched-first="/media/1"></span><div data-listen-page></div>`);
  const settings = { text_size: 'xl', colours: 'soft', sound: 'off', language: 'pl' };
  applySettings(page, settings, 'language');
  assert.equal(page.querySelector('[value="pl"]').getAttribute('aria-pressed'), 'true');
  assert.equal(page.querySelector('details').open, false, 'the languages stand beside it');
  applySettings(page, settings, 'colours');
  assert.equal(page.documentElement.dataset.textSize, 'xl');
  assert.equal(page.querySelector('[value="soft"]').hasAttribute('autofocus'), true);
  assert.equal(page.querySelector('[value="default"]').getAttribute('aria-pressed'), 'false');
  assert.deepEqual([page.querySelector('details').open, page.querySelector('[data-reads]')], [true, null]);
  assert.equal(page.querySelector('[data-fetched-first]').dataset.fetchedFirst, '');
  assert.equal(page.querySelector('[name="usual"]').outerHTML,
    '<button class="settings__button" name="usual" value="1"></button>');
  applySettings(page, settings, 'usual');
  assert.equal(page.querySelector('[value="xl"]').hasAttribute('autofocus'), true);
  applySettings(pageOf(''), settings);
});

test('words and the receipt stand where the page has a place for them', () => {
  const page = pageOf(`<p>Wait {seconds} s, {seconds}!</p><div class="code"><b class="code__group">····</b><b class="code__group">
    ····</b><b class="code__group">····</b><span class="visually-hidden"></span></div><i data-said="receipt"></i>
    <p data-is-receipt hidden>It is the code below your choices.</p>`);
  withWords(page, 'seconds', 7);
  assert.equal(page.querySelector('p').textContent, 'Wait 7 s, 7!');
  fillSaved(page, 'ABCDEFGHJKMN');
  assert.deepEqual([...page.querySelectorAll('.code__group')].map((each) => each.textContent), ['ABCD', 'EFGH', 'JKMN']);
  assert.equal(page.querySelector('[data-is-receipt]').hidden, false, 'only these scripts show one code on both screens');
  assert.equal(page.querySelector('[data-said]').dataset.words, 'A, B, C, D, E, F, G, H, J, K, M, N');
  fillSaved(page, 'ABCDEFGHJKMNPQRS');  // on a screen that an older version has laid out
  const groups = [...page.querySelectorAll('.code__group')].map((each) => each.textContent);
  assert.deepEqual(groups, ['ABCD', 'EFGH', 'JKMN', 'PQRS']);
});

test('a page is written with the scripts that run', () => {
  const { document } = { document: pageOf('', { head: '<meta name="kiosk" data-scripts="/2.mjs">' }) };
  const page = parsed(document.defaultView, '<meta name="kiosk" data-scripts="/1.mjs"><p>Hello</p>');
  assert.match(written(page, document), /data-scripts="\/2.mjs".*Hello/);
});
