/* Forms of a kiosk are sent in place, and their answers shown in place. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clearReceipt } from '../../static/js/kiosk/clear-receipt.mjs';
import { startKiosk } from '../../static/js/kiosk/screens.mjs';
import { PageSwap } from '../../static/js/ballot/page-swap.mjs';
import { FORM, html, network, settled } from './network.mjs';
import { Clock, fire, pageOf } from './page.mjs';

const NEXT = `<!doctype html><html data-kiosk data-text-size="xl"><head><title>Choose projects</title></head>
  <body class="frame"><main id="main" tabindex="-1"><h1>Choose</h1></main></body></html>`;

function swap() {
  const document = pageOf('<p>Before you vote</p>', { html: 'data-kiosk data-text-size="m"' });
  document.defaultView.scrollTo = () => {};
  const started = [];
  const start = () => started.push(document.body.textContent.trim());
  return { document, started, pages: new PageSwap(document, start, () => started.push('begun again')) };
}

test('a page takes the place of the one before: title, attributes, body, scripts, caret', () => {
  const { document, started, pages } = swap();
  assert.equal(pages.show(NEXT), true);
  assert.deepEqual([document.title, document.documentElement.dataset.textSize], ['Choose projects', 'xl']);
  assert.deepEqual([document.body.className, started], ['frame', ['Choose']]);
  assert.equal(document.activeElement.id, 'main');
  assert.ok(!document.documentElement.outerHTML.includes('Before you vote'));
});

test('the caret begins at the errors where there are any', () => {
  const { document, pages } = swap();
  pages.show(NEXT.replace('<h1>', '<div data-error-summary tabindex="-1"></div><h1>'));
  assert.ok('errorSummary' in document.activeElement.dataset);
});

test('a ballot that was made for other scripts begins again, and a receipt is shown whatever it was made for', () => {
  const { document, started, pages } = swap();
  const made = (scripts, words) => `<head><meta name="kiosk" data-scripts="${scripts}"></head><form>${words}</form>`;
  document.head.innerHTML = '<meta name="ballot" data-scripts="/static/1/ballot.mjs">';
  pages.show(made('/static/1/ballot.mjs', '<input name="draft">Choose'));
  pages.show(made('/static/2/ballot.mjs', 'Saved'));
  assert.equal(pages.show(made('/static/2/ballot.mjs', '<input name="draft">Choose again')), false);
  assert.deepEqual(started, ['Choose', 'Saved', 'begun again']);
});

test('a page that is not the kiosk\'s own is told apart, also one without a main part', () => {
  const { document, pages } = swap();
  assert.equal(pages.show('<title>Not found</title><p>404</p>'), false);
  assert.equal(document.title, 'Not found');
});

function receipt(more = '') {
  const document = pageOf(`<div data-kiosk-clear="10"><a href="/kiosk">I have finished</a></div>${more}`);
  const clock = new Clock();
  const gone = [];
  clearReceipt(document, { setTimeout: clock.setTimeout, clearTimeout: clock.clearTimeout, goTo: (to) => gone.push(to) });
  return { document, clock, gone };
}

const KEEP = '<span data-kiosk-keep="60" hidden><button>Wait</button></span>';

test('the receipt makes room by itself, or at once', () => {
  for (const { document, clock, gone } of [receipt(), receipt(KEEP)]) {
    clock.pass(9);
    assert.deepEqual(gone, []);
    assert.equal(fire(document.querySelector('a'), 'click'), false);
    assert.deepEqual(gone, ['https://votes.example/kiosk']);
    clock.pass(1);
    assert.equal(gone.length, 2);
  }
});

test('whoever wants to write the receipt down has longer, once', () => {
  const { document, clock, gone } = receipt(KEEP);
  const keep = document.querySelector('[data-kiosk-keep]');
  assert.equal(keep.hidden, false);
  clock.pass(8);
  keep.querySelector('button').click();
  assert.equal(keep.hidden, true);
  clock.pass(59);
  assert.deepEqual(gone, []);
  clock.pass(1);
  assert.equal(gone.length, 1);
});

test('the time of the receipt begins anew with each touch, key and scroll, also while it is written down', () => {
  const { document, clock, gone } = receipt(KEEP);
  const nearly = (seconds) => ['touchstart', 'pointerdown', 'keydown', 'scroll'].forEach((kind) => {
    clock.pass(seconds);
    fire(document.body, kind);
  });
  nearly(9);
  document.querySelector('[data-kiosk-keep] button').click();
  nearly(59);
  clock.pass(59);
  assert.deepEqual(gone, []);
  clock.pass(1);
  assert.deepEqual(gone, ['https://votes.example/kiosk']);
});

test('a receipt that another page took the place of sends nobody away, whatever is touched there', () => {
  const { document, clock, gone } = receipt(KEEP);
  document.body.innerHTML = '<p>Before you vote</p>';
  fire(document.body, 'touchstart');
  clock.pass(1000);
  assert.deepEqual(gone, []);
});

test('a page without a receipt clears nothing', () => {
  clearReceipt(pageOf(''));
});

function device(body = FORM) {
  const head = '<meta name="kiosk" content="/kiosk" data-not-sent="Not sent." data-other-page-for="30">';
  const document = pageOf(body, { head, html: 'data-kiosk', url: 'https://votes.example/kiosk' });
  document.defaultView.scrollTo = () => {};
  const line = network();
  const clock = new Clock();
  const seen = [];
  startKiosk(document, () => seen.push('started'), {
    fetch: line.fetch, now: clock.now, setInterval: clock.setInterval, goTo: (address) => seen.push(`gone to ${address}`),
  });
  return { document, line, clock, seen };
}

test('put together: sent, shown, started; a refusal goes to the start after the time of the page', async () => {
  const { document, line, clock, seen } = device();
  document.querySelector('button').click();
  await settled();
  line.asked[0].answer(html('<title>Refused</title><p>Somebody else\'s page</p>'));
  await settled();
  assert.deepEqual([seen, document.title], [['started', 'started'], 'Refused']);
  clock.pass(30);
  assert.equal(seen.length, 2);
  clock.pass(1);
  assert.equal(seen[2], 'gone to /kiosk');
});

test('put together: a ballot that an upgrade made for other scripts begins again at the start', async () => {
  const { document, line, seen } = device();
  document.querySelector('button').click();
  await settled();
  line.asked[0].answer(html('<meta name="kiosk" data-scripts="/static/2/kiosk.mjs"><form><input name="draft"></form>'));
  await settled();
  assert.deepEqual(seen, ['started', 'gone to /kiosk']);
});

test('put together: a turn that nobody answers for is ended', async () => {
  const { document, line, clock, seen } = device(`<form method="post" action="/kiosk/end"></form>
    <dialog data-kiosk-idle data-ask-after="100" data-clear-after="20">
    <button data-kiosk-stay>Yes</button><span data-kiosk-countdown></span></dialog>`);
  clock.pass(120);
  await settled();
  assert.deepEqual([line.asked[0].address, document.body.textContent], ['https://votes.example/kiosk/end', '']);
  line.asked[0].answer(html(''));
  await settled();
  assert.equal(seen[1], 'gone to /kiosk');
});

test('put together: an address that was typed in is asked for again by the script, and its page shown', async () => {
  const { document, line, seen } = device('<p data-kiosk-starting>This kiosk is starting.</p>');
  await settled();
  const { address, request } = line.asked[0];
  assert.deepEqual([line.asked.length, address, request.method], [1, 'https://votes.example/kiosk', 'GET']);
  assert.equal(request.headers['PB-Kiosk-Signature'], 'none');  // this browser has no key: the server says what to do
  line.asked[0].answer(html('<title>Ready</title><main id="main">Ready for the next voter</main>'));
  await settled();
  assert.deepEqual([seen, document.title], [['started', 'started'], 'Ready']);
});

test('a kiosk that the browser brings back from its memory goes to the start', () => {
  const { document, seen } = device();
  fire(document.defaultView, 'pageshow', { persisted: false });
  assert.deepEqual(seen, ['started']);
  fire(document.defaultView, 'pageshow', { persisted: true });
  assert.deepEqual(seen, ['started', 'gone to /kiosk']);
});
