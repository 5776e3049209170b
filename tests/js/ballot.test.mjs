/* The ballot: choosing in place, one project at a time, and Back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ballot } from '../../static/js/ballot/ballot.mjs';
import { chooseInPlace } from '../../static/js/ballot/choices.mjs';
import { startBallot } from '../../static/js/ballot/in-place.mjs';
import { Steps } from '../../static/js/ballot/steps.mjs';
import { fire, pageOf } from './page.mjs';

const line = (number, chosen) => `<li data-line="${number}" class="ballot-line">
  <h2 tabindex="-1">Project ${number}</h2><details><summary>Read more</summary></details>
  <button type="submit" data-choose name="${chosen ? 'take_off' : 'choose'}" value="${number}"
    aria-pressed="${chosen}">Choose</button></li>`;
const mine = (number, chosen) => `<li data-my-choice="${number}" ${chosen ? '' : 'hidden'}>
  <button type="submit" name="take_off" value="${number}" data-take-off>Take off</button></li>
  <span data-chip="${number}" ${chosen ? '' : 'hidden'}>${number}</span>`;

/* A ballot of 4, 7, 9 and 12, of which two may be chosen; 7 is chosen. */
function ballotPage() {
  const numbers = [4, 7, 9, 12];
  const document = pageOf(`<form data-ballot data-view="list" data-most="2" data-too-many="Two already."
    data-count="{count} of 2" data-chosen="{number} in, {count} now" data-taken-off="{number} out, {count} now">
    <input type="hidden" name="noted" disabled data-noted>
    <nav data-one-by-one hidden><button data-step="-1">Back</button><p data-place data-of="{place} of 4"></p>
    <button data-step="1">Next</button><button data-show="0">All</button></nav>
    <button id="one" data-show="4">One at a time</button>
    <ol>${numbers.map((number) => line(number, number === 7)).join('')}</ol><p data-ballot-status></p>
    <details data-my-choices><summary>My choices</summary><span data-choice-count></span>
    <p data-ballot-problem></p><p data-none-chosen hidden>None</p>${numbers.map((each) => mine(each, each === 7)).join('')}
    </details></form>`);
  document.defaultView.Element.prototype.scrollIntoView = () => {};
  const one = (selector) => document.querySelector(selector);
  return { document, one, press: (selector) => one(selector).click(), noted: () => one('[data-noted]').value };
}

function chosenOn({ document }) {
  return [...document.querySelectorAll('[data-choose][aria-pressed="true"]')].map((button) => button.value);
}

/* A window whose history is a number of entries and what Back does. */
function steps(document) {
  const window = document.defaultView;
  const entries = [];
  let at = 0;
  window.history.pushState = (state) => { entries.splice(at, entries.length, state); at += 1; };
  window.history.go = (by) => { at += by; fire(window, 'popstate', { state: at ? entries[at - 1] : null }); };
  window.history.back = () => window.history.go(-1);
  return {
    steps: new Steps(window), entries, at: () => at, back: () => window.history.back(), go: (by) => window.history.go(by),
  };
}

test('what is pressed shows at once, is told, and is noted in one length', () => {
  const page = ballotPage();
  chooseInPlace(page.document);
  assert.equal(page.noted(), '000000001000000');
  page.press('[data-choose][value="12"]');
  assert.deepEqual(chosenOn(page), ['7', '12']);
  assert.equal(page.noted(), '000000001000001');
  assert.equal(page.one('[data-ballot-status]').textContent, '12 in, 2 now');
  assert.equal(page.one('[data-choice-count]').textContent, '2 of 2');
  assert.equal(page.one('[data-my-choice="12"]').hidden, false);
  assert.equal(page.one('[data-noted]').disabled, false);
});

test('one too many opens my choices with a sentence, and takes nothing off', () => {
  const page = ballotPage();
  chooseInPlace(page.document);
  page.press('[data-choose][value="12"]');
  page.press('[data-choose][value="4"]');
  assert.deepEqual(chosenOn(page), ['7', '12']);
  assert.equal(page.one('[data-my-choices]').open, true);
  assert.equal(page.one('[data-ballot-problem]').textContent, 'Two already.');
  page.press('[data-choose][value="7"]');
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
  assert.equal(page.one('[data-ballot-status]').textContent, '7 out, 0 now');
});

test('one project at a time, from the first to the last, and Back leads to the list in one step', () => {
  const page = ballotPage();
  const { steps: past, entries, at, back } = steps(page.document);
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
  assert.equal(page.noted().slice(0, 3), '012');
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
  const { steps: past, at } = steps(page.document);
  past.add(() => assert.fail('the page before was asked for'));
  chooseInPlace(page.document, past);
  page.press('[data-show="0"]');
  assert.deepEqual([page.one('form').dataset.view, at()], ['list', 1]);
});

test('a page that came in the place of another, in another size, leads to its own list', () => {
  const page = ballotPage();
  const { steps: past, at } = steps(page.document);
  chooseInPlace(page.document, past);
  page.press('[data-show="4"]');
  const fresh = page.one('form').cloneNode(true);
  page.one('form').replaceWith(fresh);
  chooseInPlace(page.document, past);
  page.press('[data-show="0"]');
  assert.deepEqual([fresh.dataset.view, at()], ['list', 0]);
});

test('Forward leads nowhere, and a long step back undoes every step between', () => {
  const { steps: past, at, go } = steps(pageOf(''));
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
  page.one('[data-choose][value="7"]').remove();
  chooseInPlace(page.document);
  assert.equal(page.noted(), '000000000000000');
  const ballot = new Ballot(page.one('form'));
  assert.equal(ballot.from(1), '4', 'from the list Next leads to the first');
});

const SCREEN = (name, words, size = 'm') => `<!doctype html><html data-text-size="${size}"><head><title>${words}</title></head>
  <body><main id="main" tabindex="-1">${words}<form id="voter-form" method="post" action="/vote/next">
  ${name ? `<input name="page" value="${name}">` : ''}<button>Go</button></form></main></body></html>`;

const settled = () => new Promise((done) => { setImmediate(done); });

/* The voter's screens at home; `answers` come one after another. */
function atHome(...answers) {
  const document = pageOf(
    '<form id="voter-form" method="post" action="/vote"><input name="page" value="code"><button>Go</button></form>',
    { head: '<meta name="ballot" data-not-sent="Press again.">' },
  );
  const window = document.defaultView;
  window.scrollTo = () => {};
  const sent = [];
  const went = [];
  const fetch = async (address, request) => {
    sent.push([address, request && request.body ? request.body.toString() : '']);
    return answers.shift();
  };
  const past = steps(document);
  startBallot(document, () => {}, past.steps, { fetch, goTo: (address) => went.push(address) });
  const press = async () => {
    const form = document.querySelector('#voter-form');
    form.querySelector('button').focus();
    const notSentAsAForm = !fire(form, 'submit', { submitter: form.querySelector('button') });
    await settled();
    return notSentAsAForm;
  };
  return { document, sent, went, past, press, settled, said: () => document.getElementById('main').textContent.trim() };
}

const page = (html) => ({ redirected: false, text: async () => html });

test('at home nothing is sent as a form, and Back shows the page before as it was left', async () => {
  const voter = atHome(page(SCREEN('declaration', 'Before')), page(SCREEN('ballot', 'Choose')));
  assert.equal(await voter.press(), true);
  assert.match(voter.said(), /^Before/);
  voter.document.querySelector('#voter-form').dataset.touched = 'yes';
  await voter.press();
  assert.match(voter.said(), /^Choose/);
  assert.deepEqual(voter.sent.map(([address]) => new URL(address).pathname), ['/vote', '/vote/next']);
  voter.past.back();
  assert.match(voter.said(), /^Before/);
  assert.equal(voter.document.querySelector('#voter-form').dataset.touched, 'yes');
  assert.equal(voter.document.activeElement.textContent, 'Go', 'the keyboard is at what was pressed there');
  assert.equal(voter.past.at(), 1);
});

test('the same screen again is no step, and after the vote is saved Back finds nothing', async () => {
  const voter = atHome(page(SCREEN('code', 'Wrong code')), page(SCREEN('review', 'Check')), page(SCREEN('', 'Saved')));
  await voter.press();
  assert.equal(voter.past.entries.length, 0);
  await voter.press();
  await voter.press();
  assert.match(voter.said(), /^Saved/);
  voter.past.back();
  assert.match(voter.said(), /^Saved/);
});

test('a page that Back shows again is asked for in the size that was set since', async () => {
  const settings = '<button name="text_size" value="xl" formaction="/vote/settings">A</button>';
  const voter = atHome(
    page(SCREEN('ballot', settings)), page(SCREEN('review', 'Check')), page(SCREEN('review', 'Check', 'xl')),
    page(SCREEN('ballot', 'Choose, large', 'xl')),
  );
  await voter.press();
  await voter.press();
  await voter.press();
  voter.past.back();
  await voter.settled();
  const [address, body] = voter.sent[3];
  assert.deepEqual([address, body], ['/vote/settings', 'page=ballot&text_size=xl&colours=undefined']);
  assert.deepEqual([voter.document.documentElement.dataset.textSize, voter.past.at()], ['xl', 1]);
});

test('an answer that leads elsewhere is followed, and one that never came is told', async () => {
  const voter = atHome({ redirected: true, url: 'https://votes.example/vote' });
  await voter.press();
  assert.deepEqual(voter.went, ['https://votes.example/vote']);
  const lost = atHome();
  await lost.press();
  assert.equal(lost.document.querySelector('[role="alert"]').textContent, 'Press again.');
  assert.equal(lost.document.querySelector('button').nextElementSibling.textContent, 'Press again.');
  assert.equal(lost.document.body.hasAttribute('data-busy'), false);
});

test('a page of the site that is no ballot is left alone', () => {
  const document = pageOf('<form method="post"></form>');
  startBallot(document, () => {}, new Steps(document.defaultView));
  assert.ok(fire(document.querySelector('form'), 'submit'));
});
