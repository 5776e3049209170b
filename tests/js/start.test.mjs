/* Each start module starts what its pages need: one hook of each part, and what it looks like afterwards. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

import { fire, pageOf } from './page.mjs';

const SHEET = '<link rel="stylesheet" href="/a.css" data-without-layers="/b.css">';
const PASSWORD = `<form><div data-show-password data-show="Show" data-hide="Hide"><input type="password">
  <button type="button" hidden>Show</button></div></form>`;
const COUNT = '<textarea id="t"></textarea><p data-count-for="t" data-count-limit="5" data-count-text="{n}/{limit}">5</p>';
const ERRORS = '<div data-error-summary tabindex="-1"></div>';

afterEach(() => {
  document.defaultView.close();
  delete globalThis.document;
});

async function started(name, body, more = {}) {
  const document = pageOf(body, { head: SHEET + (more.head || ''), url: more.url });
  document.defaultView.matchMedia = () => ({ matches: false, addEventListener() {} });
  globalThis.document = document;
  await import(`../../static/js/start/${name}.mjs`);
  assert.equal(document.querySelectorAll('link').length, 2, 'styles for older browsers');
  return document;
}

function hasErrorsFocused(document) { return 'errorSummary' in document.activeElement.dataset; }

test('page', async () => {
  const document = await started('page', PASSWORD + COUNT + ERRORS);
  assert.equal(document.querySelector('button').hidden, false);
  assert.equal(document.querySelector('[data-count-for]').textContent, '0/5');
  assert.ok(hasErrorsFocused(document));
});

test('workspace', async () => {
  const typing = '<form data-paper-typing data-bad-serial="No."><input data-serial><input data-entry><p data-echo></p></form>';
  const document = await started('workspace', `${PASSWORD}${COUNT}<details data-menu open></details>${typing}${ERRORS}`);
  assert.equal(document.querySelector('button').hidden, false);
  assert.equal(document.querySelector('[data-count-for]').textContent, '0/5');
  assert.equal(document.querySelector('[data-menu]').open, false);
  assert.ok(hasErrorsFocused(document));
  assert.equal(fire(document.querySelector('[data-paper-typing]'), 'submit'), false);
});

test('vote', async () => {
  const body = `<form data-ballot data-rules='{}'><input data-noted></form>
    <form><input data-voting-code></form>${ERRORS}`;
  const document = await started('vote', body, { url: 'https://votes.example/vote#ABC' });
  assert.equal(document.querySelector('[data-voting-code]').value, 'ABC');
  assert.equal(document.querySelector('[data-noted]').value, 's000');
  assert.ok(hasErrorsFocused(document));
});

test('print', async () => {
  const document = await started('print', `<div data-print hidden><button>Print</button></div>${ERRORS}`);
  assert.equal(document.querySelector('[data-print]').hidden, false);
  assert.ok(hasErrorsFocused(document));
});

test('kiosk', async () => {
  const body = `<input id="pin"><div data-keypad="pin" hidden></div>${ERRORS}
    <form data-ballot data-rules='{}'><input data-noted></form>
    <form data-screen-px="5200" data-screen-measured="now"></form><form data-measure><input name="px_per_metre">
    <div data-card data-card-mm="85.6 53.98" data-least="1" data-most="9" data-at-first="3"><p data-card-drawn></p></div></form>
    <div data-kiosk-clear="1000"><a href="/kiosk">Done</a><span data-kiosk-keep="1000" hidden></span></div>`;
  const document = await started('kiosk', body, { head: '<meta name="kiosk" content="/kiosk">' });
  assert.equal(document.querySelector('[data-keypad]').hidden, false);
  assert.equal(document.querySelector('[data-noted]').value, 's000');
  assert.equal(document.querySelector('[data-kiosk-keep]').hidden, false);
  assert.equal(JSON.parse(document.defaultView.localStorage.getItem('pb-kiosk-screen')).pxPerMetre, 5200);
  assert.equal(document.querySelector('[data-card-drawn]').style.inlineSize, '1px');
  assert.ok(hasErrorsFocused(document));
});
