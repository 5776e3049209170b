/* A kiosk that needs no network: the tablet answers its own screens. */
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';

import { IDBFactory } from 'fake-indexeddb';

import { listOf, orderOf, turned } from '../../static/js/ballot/rotation.mjs';
import { showAlone } from '../../static/js/ballot/one-by-one.mjs';
import { Ballot } from '../../static/js/ballot/ballot.mjs';
import { Device } from '../../static/js/kiosk/device.mjs';
import { applySettings, fillReview, fillSaved, parsed, withWords, written } from '../../static/js/kiosk/filled.mjs';
import { showState, whyClosed } from '../../static/js/kiosk/start-screen.mjs';
import { Store } from '../../static/js/kiosk/store.mjs';
import { dayTime } from '../../static/js/kiosk/times.mjs';
import { Visit } from '../../static/js/kiosk/visit.mjs';
import { ballotPage, TICKS } from './ballot-page.mjs';
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

function turn(more = {}) {
  let attempts = 0;
  return new Visit({
    right: 'r', assisted: false, order: [9, 4], parts: [{ numbers: ['4', '9'], least: 1 }],
    newAttempt: () => `attempt ${attempts += 1}`, ...more,
  });
}

test('a voter declares, chooses, is told of too few, reviews, goes back and changes', () => {
  const visit = turn();
  visit.note('s000001000');
  assert.deepEqual([visit.declare(false), visit.problem, visit.chosen.size], ['declaration', 'undeclared', 0]);
  assert.deepEqual([visit.review(), visit.problem], ['declaration', 'undeclared']);
  assert.deepEqual([visit.choose('4'), visit.declare(true), visit.problem], ['declaration', 'ballot', '']);
  assert.deepEqual([visit.review(), visit.problem, visit.shortPart], ['ballot', 'tooFew', 0]);
  visit.note('s009000003');
  assert.deepEqual([visit.review(), visit.problem, visit.shown, visit.choices()], ['review', '', '9', { 4: 3 }]);
  assert.deepEqual([visit.set('colours', 'soft'), visit.settings.colours], ['review', 'soft']);
  assert.equal(visit.set('draft', 'soft'), 'review');
  assert.deepEqual([visit.choose('00004'), visit.shown], ['ballot', '4']);
  assert.deepEqual([visit.choose('0'), visit.shown, visit.choose('77'), visit.shown], ['ballot', '0', 'ballot', '0']);
});

test('every other choice is another casting, and a note of another ballot is none', () => {
  const visit = turn();
  visit.declare(true);
  const before = visit.attempt;
  visit.note('');
  assert.equal(visit.attempt, before);
  visit.note('s000001000');
  assert.notEqual(visit.attempt, before);
  for (const noted of ['s000001', 's0000010x0']) { assert.throws(() => visit.note(noted), /another ballot/); }
});

const HOURS = [['2026-05-03T09:00:00Z', '2026-05-03T16:00:00Z']];
const at = (time) => Date.parse(`2026-05-03T${time}:00Z`);
const CONTACT = { isOurs: true, isEnded: false, slow: 0, opensAt: null, closesAt: null, heardAt: at('08:00') };

test('a ballot is opened within the hours, by a clock that is put right', () => {
  const why = (contact, clock, stock = 1) => whyClosed({ contact, stock }, HOURS, at(clock));
  assert.deepEqual([why(null, '10:00'), why(CONTACT, '10:00'), why(CONTACT, '10:00', 0)], ['unknown', '', 'empty']);
  assert.deepEqual([why(CONTACT, '08:59'), why(CONTACT, '16:00')], ['early', 'late']);
  assert.equal(why({ ...CONTACT, slow: 3_600_000 }, '08:59'), '');
  assert.equal(why({ ...CONTACT, opensAt: HOURS[0][1], closesAt: '2026-05-03T17:00:00Z' }, '16:30'), '', 'it was extended');
  assert.deepEqual([why({ ...CONTACT, isEnded: true }, '10:00'), why({ isOurs: false }, '10:00')], ['ended', 'stranger']);
});

const START = `<p data-part="visit">open</p><p data-part="early"><b data-fact="opens"></b> <b data-fact="clock"></b></p>
  <p data-part="welcome">hello</p><div data-part="open"><form><input name="assisted" type="checkbox">{problem}</form></div>
  <p data-part="waiting"><b data-fact="waiting"></b></p><p data-part="may-end">end</p><p data-part="not-kept">!</p>
  <b data-fact="contact"></b><b data-fact="left"></b>`;

test('the start shows what is so, and nothing else', () => {
  const page = pageOf(START);
  const shown = () => [...page.querySelectorAll('[data-part]')].filter((part) => !part.hidden)
    .map((part) => part.dataset.part).join(' ');
  const state = { visit: null, waiting: 0, stock: 7, contact: CONTACT };
  showState(page, { state, hours: HOURS, clock: at('10:00'), keeps: true });
  assert.equal(shown(), 'welcome open may-end');
  assert.equal(page.querySelector('[data-fact="contact"]').textContent, 'Sunday 3 May 2026 at 9am');
  showState(page, { state: { ...state, waiting: 3 }, hours: HOURS, clock: at('08:00'), keeps: false });
  assert.equal(shown(), 'early waiting not-kept');
  assert.equal(page.querySelector('[data-fact="opens"]').textContent, 'Sunday 3 May 2026 at 10am');
  showState(page, { state: { ...state, visit: { right: 'r' } }, hours: [], clock: at('08:00'), keeps: true });
  assert.equal(shown(), 'visit open may-end');
  showState(page, { state: { ...state, contact: null }, hours: [], clock: at('08:00'), keeps: true });
  assert.equal(page.querySelector('[data-fact="contact"]').textContent, '–');
});

const REVIEW = `<p data-used></p><ol class="picks">${[4, 7, 9, 12].map((number) => `<li data-pick="${number}">
  <strong class="picks__place"></strong><span data-given></span><i data-said="given"></i></li>`).join('')}</ol>
  <p data-advice></p><i data-said="used"></i>`;
const SAID = {
  tallies: [{ ...TICKS.tallies[0], words: 'You chose %(used)s of %(there)s.', more: ['', '1 more.', '2 more.'] }],
  check: 'Check.', anyNumber: false,
};

test('the review has what was chosen, in its order, with what was given and what is left', () => {
  const page = pageOf(REVIEW);
  const visit = { order: [9, 7, 4, 12], chosen: new Map([['4', 1], ['9', 1]]) };
  const { document } = ballotPage();
  const ballot = new Ballot(document.querySelector('form'));
  ballot.chosen = visit.chosen;
  fillReview(page, visit, ballot, SAID);
  assert.deepEqual([...page.querySelectorAll('[data-pick]')].map(({ dataset }) => dataset.pick), ['9', '4']);
  assert.equal(page.querySelector('[data-used]').textContent, 'You chose 2 of 2.');
  assert.equal(page.querySelector('[data-advice]').textContent, ' Check.');
  visit.chosen.delete('4');
  const short = pageOf(REVIEW);
  fillReview(short, visit, ballot, SAID);
  assert.equal(short.querySelector('[data-advice]').textContent, ' 1 more. Check.');
  assert.equal(short.querySelector('[data-said="used"]').dataset.words, 'You chose 1 of 2. 1 more.');
  const any = pageOf(REVIEW);
  fillReview(any, visit, ballot, { ...SAID, anyNumber: true });
  assert.equal(any.querySelector('[data-advice]').textContent, ' Check.');
});

test('places are read in their order, part by part', () => {
  const page = pageOf(REVIEW);
  const visit = { order: [4, 7, 9, 12], chosen: new Map([['4', 2], ['9', 1], ['12', 1]]) };
  const { document } = ballotPage({
    type: 'rank', values: ['', '1st', '2nd'],
    parts: [{ numbers: ['4', '7', '9'], most: 2 }, { numbers: ['12'], most: 1 }],
  });
  const ballot = new Ballot(document.querySelector('form'));
  ballot.chosen = visit.chosen;
  fillReview(page, visit, ballot, SAID);
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
  const page = pageOf(`<details class="voter-settings" data-open-with-room><button name="colours" value="soft"></button>
    <button name="colours" value="default" aria-pressed="true"></button></details><span data-reads></span>
    <span data-fetched-first="/media/1"></span><div data-listen-page></div>`);
  const settings = { text_size: 'xl', colours: 'soft', sound: 'off', language: 'pl' };
  applySettings(page, settings, 'colours');
  assert.equal(page.documentElement.dataset.textSize, 'xl');
  assert.equal(page.querySelector('[value="soft"]').hasAttribute('autofocus'), true);
  assert.equal(page.querySelector('[value="default"]').getAttribute('aria-pressed'), 'false');
  assert.deepEqual([page.querySelector('details').open, page.querySelector('[data-reads]')], [true, null]);
  assert.equal(page.querySelector('[data-fetched-first]').dataset.fetchedFirst, '');
  applySettings(pageOf(''), settings);
});

test('words and the receipt stand where the page has a place for them', () => {
  const page = pageOf(`<p>Wait {seconds} s, {seconds}!</p><div class="code"><b class="code__group">····</b><b class="code__group">
    ····</b><b class="code__group">····</b><span class="visually-hidden"></span></div><i data-said="receipt"></i>`);
  withWords(page, 'seconds', 7);
  assert.equal(page.querySelector('p').textContent, 'Wait 7 s, 7!');
  fillSaved(page, 'ABCDEFGHJKMN');
  assert.deepEqual([...page.querySelectorAll('.code__group')].map((each) => each.textContent), ['ABCD', 'EFGH', 'JKMN']);
  assert.equal(page.querySelector('[data-said]').dataset.words, 'A, B, C, D, E, F, G, H, J, K, M, N');
});

test('a page is written with the scripts that run', () => {
  const { document } = { document: pageOf('', { head: '<meta name="kiosk" data-scripts="/2.mjs">' }) };
  const page = parsed(document.defaultView, '<meta name="kiosk" data-scripts="/1.mjs"><p>Hello</p>');
  assert.match(written(page, document), /data-scripts="\/2.mjs".*Hello/);
});

const FORM = '<form id="voter-form"><input name="draft" value="x"></form>';
const PUBLIC_KEY = Buffer.from(await webcrypto.subtle.exportKey('raw', (await webcrypto.subtle.generateKey(
  { name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'],
)).publicKey)).toString('hex');

async function device({ isRight = true, wait = 0 } = {}) {
  const document = pageOf('', { url: 'https://votes.example/kiosk/device' });
  const window = document.defaultView;
  Object.defineProperty(window, 'crypto', { value: webcrypto });
  const store = new Store(new IDBFactory(), () => 0);
  const contact = { ...CONTACT, opensAt: HOURS[0][0], closesAt: HOURS[0][1] };
  await store.contacted({ begun: [], unused: [], wrongPins: 0 }, { stock: ['r'] }, contact);
  const { document: made } = ballotPage({}, undefined);
  made.querySelectorAll('[data-line] button').forEach((button) => button.setAttribute('aria-pressed', 'false'));
  made.querySelector('main')
    .insertAdjacentHTML('afterbegin', '<div data-ballot-tools><button data-show="4"></button></div><p>{problem}</p>');
  const ballot = made.documentElement.outerHTML;
  const saved = '<h1>Saved</h1><p class="code"><b class="code__group"></b><b class="code__group"></b><b class="code__group"></b>'
    + '<span class="visually-hidden"></span></p>';
  const names = ['declaration', 'undeclared', 'blank', 'gone'].map((name) => [name, `<h1>${name}</h1>${FORM}`]);
  const pages = {
    ...Object.fromEntries(names), ballot, tooFew: ballot, saved, review: `<h1>review</h1>${FORM}${REVIEW}`,
    start: `<h1>start</h1>${START}`, startAgain: `<h1>start again</h1>${START}`,
  };
  const addresses = Object.fromEntries(['next', 'goOn', 'end', 'start', 'declaration', 'ballot', 'review', 'settings', 'cast']
    .map((name) => [name, `/${name}`]));
  const screens = {
    pages: { en: pages }, addresses, roundId: 1, publicKey: PUBLIC_KEY, rotation: false, hours: HOURS,
    pots: [{ id: 1, numbers: [4, 7, 9, 12] }], parts: [{ numbers: ['4', '7', '9', '12'], least: 1 }],
    said: {
      en: {
        ...SAID, tooFew: ['Choose one.'],
        problems: { missing: 'Type it.', wrong: 'Wrong.', wait: 'Wait {seconds}.' },
      },
    },
  };
  const sent = [];
  const clock = { time: at('10:00') };
  const gate = { looks: async () => ({ isRight, wait }) };
  const made2 = new Device({ window, store, screens, gate, send: () => sent.push('send'), now: () => clock.time });
  const press = async (name, fields = {}) => {
    const answer = await made2.fetch(`/${name}`, { method: 'POST', body: new URLSearchParams({ draft: 'x', ...fields }) });
    return answer.redirected ? `to ${answer.url}` : answer.text();
  };
  return { made: made2, store, press, sent, clock, screens };
}

test('a whole turn on the tablet ends in one sealed vote', async () => {
  const { store, press, sent } = await device();
  assert.match(await press('next', { pin: '2468', assisted: 'y' }), /declaration/);
  assert.match(await press('declaration'), /undeclared/);
  assert.match(await press('declaration', { declared: 'y' }), /data-ballot/);
  assert.match(await press('review', { noted: 's000000000000000' }), /Choose one\./);
  assert.match(await press('review', { noted: 's000000001000000' }), /data-pick="7"/);
  assert.match(await press('ballot', { show: '00007' }), /autofocus/);
  assert.match(await press('settings', { text_size: 'xl' }), /data-text-size="xl"/);
  const [first, second] = await Promise.all([press('cast'), press('cast')]);
  assert.match(first, /Saved/);
  assert.equal(second, first);
  const [vote] = await store.toSend(9);
  assert.deepEqual([vote.right, vote.assisted, Buffer.from(vote.sealed, 'base64').length], ['r', true, 1105]);
  assert.ok(sent.length >= 2);
  assert.match(await press('review'), /start/, 'nothing of the turn is left');
});

test('who does not come in by the PIN is told why, and the tick stays', async () => {
  assert.match(await (await device()).press('next', { assisted: 'y' }), /start again[\s\S]*checked[\s\S]*Type it\./);
  assert.match(await (await device({ isRight: false })).press('next', { pin: '1357' }), /Wrong\./);
  assert.match(await (await device({ isRight: false, wait: 4 })).press('next', { pin: '1357' }), /Wait 4\./);
  assert.match(await (await device()).press('next', { pin: '12a' }), /Wrong\./);
});

test('out of its hours, and without stock, a tablet opens nothing', async () => {
  const { press, clock, store } = await device();
  clock.time = at('16:00');
  assert.match(await press('next', { pin: '2468' }), /<h1>start/);
  assert.equal((await store.state()).stock, 1);
  clock.time = at('12:00');
  await press('next', { pin: '2468' });
  assert.match(await press('next', { pin: '2468' }), /<h1>start/);
});

test('a ballot that is open goes on from its first screen, or is closed, unused', async () => {
  const { made, store, press } = await device();
  assert.match(await press('go-on'), /start/);
  await press('next', { pin: '2468' });
  made.visit = null;  // the page was loaded again
  assert.match(await press('goOn'), /declaration/);
  assert.equal(await press('end'), 'to /start');
  assert.deepEqual((await store.state()).untold, { begun: ['r'], unused: ['r'], wrongPins: 0 });
  assert.match(await press('goOn'), /start/);
});

test('a cast that the disk refuses is not saved, and the next press casts it', async () => {
  const { store, press } = await device();
  await press('next', { pin: '2468' });
  await press('declaration', { declared: 'y' });
  await press('review', { noted: 's000000001000000' });
  const { cast } = store;
  store.cast = async () => { throw new Error('the disk is full'); };
  await assert.rejects(press('cast'), /full/);
  store.cast = cast;
  assert.match(await press('cast'), /Saved/);
  assert.equal((await store.state()).waiting, 1);
});

test('a ballot that another tab has closed is not cast', async () => {
  const { store, press } = await device();
  await press('next', { pin: '2468' });
  await press('declaration', { declared: 'y' });
  await press('review', { noted: 's000000000000000' });
  await store.endVisit();
  assert.match(await press('cast'), /gone/);
  assert.equal((await store.state()).waiting, 0);
  assert.match(await press('cast'), /gone/);
});
