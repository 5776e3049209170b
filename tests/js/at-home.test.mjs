/* The voter's screens at home: sent by a script, shown in place, and Back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { startBallot } from '../../static/js/ballot/in-place.mjs';
import { Steps } from '../../static/js/ballot/steps.mjs';
import { Clock, fire, pageOf, stepsOf } from './page.mjs';

const SCREEN = (name, words, size = 'm') => `<!doctype html>
  <html data-text-size="${size}" data-colours="soft" data-sound="all"><head><title>${words}</title></head>
  <body><main id="main" tabindex="-1">${words}<form id="voter-form" method="post" action="/vote/next">
  ${name ? `<input name="page" value="${name}">` : ''}<button>Go</button></form></main></body></html>`;

const settled = () => new Promise((done) => { setImmediate(done); });

/* The voter's screens at home; `answers` come one after another. */
function atHome(...answers) { return tabAtHome({}, ...answers); }

/* The same in a tab with this memory, opened in this way. */
function tabAtHome({ memory = {}, opened = 'navigate' }, ...answers) {
  const document = pageOf(
    `<p hidden data-coming-back></p><p hidden data-may-be-saved></p>
    <form id="voter-form" method="post" action="/vote"><input name="page" value="code"><button>Go</button></form>`,
    { head: '<meta name="ballot" data-start="/vote"' +
      ' data-not-sent="Press again." data-again="/vote/again" data-cast="/vote/cast">' },
  );
  const window = document.defaultView;
  window.performance.getEntriesByType = () => [{ type: opened }];
  Object.entries(memory).forEach(([name, value]) => window.sessionStorage.setItem(name, value));
  const clock = new Clock();
  Object.assign(window, { scrollTo() {}, setTimeout: clock.setTimeout, clearTimeout: clock.clearTimeout });
  const sent = [];
  const went = [];
  const fetch = async (address, request) => {
    sent.push([address, request && request.body ? request.body.toString() : '']);
    return answers.shift();
  };
  const past = stepsOf(document);
  startBallot(document, () => {}, past.steps, { fetch, goTo: (address) => went.push(address) });
  const press = async () => {
    const form = document.querySelector('#voter-form');
    form.querySelector('button').focus();
    const notSentAsAForm = !fire(form, 'submit', { submitter: form.querySelector('button') });
    await settled();
    return notSentAsAForm;
  };
  return {
    document, clock, sent, went, past, press, settled, said: () => document.getElementById('main').textContent.trim(),
  };
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

test('a page that Back shows again is asked for with the settings of since', async () => {
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
  assert.deepEqual([address, body], ['/vote/settings', 'page=ballot&text_size=xl&colours=soft&sound=all&language=undefined']);
  assert.deepEqual([voter.document.documentElement.dataset.textSize, voter.past.at()], ['xl', 1]);
});

test('an answer that leads elsewhere is followed, and one that never came is told', async () => {
  const voter = atHome({ redirected: true, url: 'https://votes.example/vote' });
  await voter.press();
  assert.deepEqual(voter.went, ['https://votes.example/vote']);
  const lost = atHome();
  await lost.press();
  for (let second = 0; second < 4; second += 1) {
    lost.clock.pass(1);
    await settled();
  }
  assert.equal(lost.document.querySelector('[role="alert"]').textContent, 'Press again.');
  assert.equal(lost.document.querySelector('button').nextElementSibling.textContent, 'Press again.');
  assert.equal(lost.document.body.hasAttribute('data-busy'), false);
});

test('a ballot that an upgrade made for other scripts begins again with the code', async () => {
  const upgraded = '<meta name="ballot" data-scripts="/static/2/ballot.mjs"><form><input name="draft"></form>';
  const voter = atHome(page(upgraded));
  await voter.press();
  assert.deepEqual([voter.went, voter.document.querySelector('[name="draft"]')], [['/vote'], null]);
});

test('a page of the site that is no ballot is left alone', () => {
  const document = pageOf('<form method="post"></form>');
  startBallot(document, () => {}, new Steps(document.defaultView));
  assert.ok(fire(document.querySelector('form'), 'submit'));
});

test('Back while a press is on its way shows the page before, and the answer still comes', async () => {
  let answer;
  const waits = new Promise((done) => { answer = () => done(page(SCREEN('', 'Saved'))); });
  const voter = atHome(page(SCREEN('ballot', 'Choose')), page(SCREEN('review', 'Check', 'xl')), waits);
  await voter.press();
  await voter.press();
  await voter.press();
  voter.past.back();
  assert.equal(voter.sent.length, 3, 'nothing is sent beside it');
  answer();
  await voter.settled();
  assert.match(voter.said(), /^Saved/);
});

test('what is forgotten leaves the numbers of the steps as they are in the history', async () => {
  const voter = atHome(page(SCREEN('ballot', 'Choose')), page(SCREEN('', 'Press again')), page(SCREEN('ballot', 'Read again')));
  await voter.press();
  await voter.press();
  await voter.press();
  assert.equal(voter.past.at(), 2);
  voter.past.back();
  assert.match(voter.said(), /^Press again/);
});

const isShown = (voter, name) => !voter.document.querySelector(name).hidden;

test('while a page that was loaded again comes back the code page says so and has no field; if it fails it has', async () => {
  let answer;
  const waits = new Promise((done) => { answer = () => done(page(SCREEN('ballot', 'Choose'))); });
  const voter = tabAtHome({ memory: { ballot: 'SEALED' }, opened: 'reload' }, waits);
  assert.deepEqual([isShown(voter, '[data-coming-back]'), isShown(voter, '#voter-form')], [true, false]);
  answer();
  await voter.settled();
  assert.match(voter.said(), /^Choose/);
  assert.equal(isShown(voter, '#voter-form'), true);
  const lost = tabAtHome({ memory: { ballot: 'SEALED' }, opened: 'reload' });
  for (let second = 0; second < 5; second += 1) {
    await settled();
    lost.clock.pass(1);
  }
  await settled();
  assert.deepEqual([isShown(lost, '[data-coming-back]'), isShown(lost, '#voter-form')], [false, true]);
});

test('whoever loaded the page again while the vote was cast reads at the code that it may be saved', async () => {
  const landed = tabAtHome({ memory: { casting: 'yes' } });
  assert.deepEqual([isShown(landed, '[data-may-be-saved]'), isShown(landed, '#voter-form')], [true, true]);
  assert.equal(landed.document.defaultView.sessionStorage.length, 0, 'said once');
  assert.equal(isShown(tabAtHome({}), '[data-may-be-saved]'), false);
  let answer;
  const waits = new Promise((done) => { answer = () => done(page(SCREEN('', 'Saved'))); });
  const casts = atHome(page(SCREEN('review', 'Check').replace('/vote/next', '/vote/cast')), waits);
  const { sessionStorage } = casts.document.defaultView;
  await casts.press();
  assert.equal(sessionStorage.getItem('casting'), null);
  await casts.press();
  assert.equal(sessionStorage.getItem('casting'), 'yes');
  answer();
  await casts.settled();
  assert.equal(sessionStorage.getItem('casting'), null);
});

test('who goes back to the first screen and on again brings along what was chosen', async () => {
  const having = (fields) => (html) => html.replace('<button>', `${fields}<button>`);
  const declaration = having('<input name="draft" value="empty">')(SCREEN('declaration', 'Before'));
  const ballot = having('<input name="draft" value="declared"><input name="noted" value="s001000">')(SCREEN('ballot', 'Choose'));
  const review = having('<input name="draft" value="reviewed">')(SCREEN('review', 'Check'));
  const voter = atHome(page(declaration), page(ballot), page(review), page(ballot));
  await voter.press();
  await voter.press();
  voter.document.querySelector('[name="noted"]').value = 's000001';
  await voter.press();
  voter.past.back();
  assert.match(voter.said(), /^Choose/);
  voter.past.back();
  await voter.press();
  const sent = new URLSearchParams(voter.sent[3][1]);
  assert.deepEqual(['page', 'draft', 'noted'].map((name) => sent.get(name)), ['declaration', 'declared', 's000001']);
  voter.past.back();
  assert.equal(voter.document.querySelectorAll('[name="noted"]').length, 1);
});
