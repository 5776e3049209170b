/* The numbers of an account stay on the device, and are sent once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { keepCounts } from '../../static/js/paper/kept-counts.mjs';
import { Clock, fire, pageOf, type } from './page.mjs';

const URL = 'https://votes.example/rounds/1/session-desk/2/ballot-paper-account';
const NAME = `account ${new globalThis.URL(URL).pathname}`;
const formOf = (seen) => `<form action="${URL}" method="post" data-keep-counts data-restored="still here"
  data-no-connection="no connection"><input type="hidden" name="seen" value="${seen}">
  <input name="received" inputmode="numeric" value=""><input name="issued" inputmode="numeric" value="">
  <input name="seal" value=""><textarea name="reason"></textarea><p role="status" data-said></p>
  <button type="submit">Submit</button></form>`;
const settled = () => new Promise((resolve) => { setTimeout(resolve, 0); });

class Memory {
  constructor() { this.texts = new Map(); }

  getItem(name) { return this.texts.get(name) ?? null; }

  setItem(name, text) { this.texts.set(name, text); }

  removeItem(name) { this.texts.delete(name); }
}

/* The page of an account; `answers`: whether there is a connection, each time it is asked for. */
function account({ storage = new Memory(), body = formOf('seen 1'), answers = [] } = {}) {
  const document = pageOf(body, { url: URL });
  const clock = new Clock();
  const asked = [];
  const sent = [];
  const fetch = async (address, how) => {
    asked.push(how.method);
    if (answers[asked.length - 1] === false) { throw new TypeError('no connection'); }
    if (answers[asked.length - 1] === 'late') { await new Promise((_, late) => { how.signal.onabort = late; }); }
    return { status: 200 };
  };
  keepCounts(document, { storage, fetch, setTimeout: clock.setTimeout, clearTimeout: clock.clearTimeout });
  const form = document.querySelector('form');
  if (form) {
    form.addEventListener('submit', (event) => {
      if (!event.defaultPrevented) { sent.push(form.elements.received.value); }
      event.preventDefault();
    });
  }
  const said = () => document.querySelector('[data-said]').textContent;
  const press = () => document.querySelector('button').click();
  return { document, clock, storage, asked, sent, form, said, press };
}

test('with a connection the form is sent by the browser, once', async () => {
  const { form, press, sent, asked, said } = account();
  type(form.elements.received, '40');
  press();
  press();
  await settled();
  assert.deepEqual([sent, asked, said()], [['40'], ['HEAD'], '']);
});

test('without one it waits, says so, and is sent once as soon as there is one', async () => {
  const { document, form, clock, press, sent, asked, said } = account({ answers: [false, false] });
  type(form.elements.received, '40');
  press();
  await settled();
  assert.deepEqual([sent, said()], [[], 'no connection']);
  clock.pass(15);
  await settled();
  assert.deepEqual([sent, asked.length], [[], 2]);
  press();
  await settled();
  assert.equal(asked.length, 2, 'it waits already');
  fire(document.defaultView, 'online');
  fire(document.defaultView, 'online');
  await settled();
  assert.deepEqual([sent, asked.length], [['40'], 3]);
  clock.pass(60);
  await settled();
  assert.deepEqual([sent, asked.length], [['40'], 3]);
});

test('an answer that does not come is no connection', async () => {
  const { form, clock, press, sent, said } = account({ answers: ['late'] });
  type(form.elements.received, '40');
  press();
  clock.pass(8);
  await settled();
  assert.deepEqual([sent, said()], [[], 'no connection']);
  clock.pass(15);
  await settled();
  assert.deepEqual(sent, ['40']);
});

test('a page that is loaded again has the numbers, and no words, and says so', () => {
  const { storage, form } = account();
  type(form.elements.received, '40');
  type(form.elements.reason, 'Mrs Kerr took one home.');
  type(form.elements.seal, 'A 4711');
  assert.ok(!/Kerr|4711/.test(storage.getItem(NAME)));
  const again = account({ storage });
  assert.deepEqual([again.form.elements.received.value, again.said()], ['40', 'still here']);
  assert.equal(again.form.elements.reason.value, '');
});

test('what has arrived is forgotten: the page carries another account, or none can be sent', () => {
  const { storage, form } = account();
  type(form.elements.received, '40');
  const after = account({ storage, body: formOf('seen 2') });
  assert.deepEqual([after.form.elements.received.value, after.said(), storage.getItem(NAME)], ['', '', null]);
  type(after.form.elements.received, '41');
  account({ storage, body: '<p>The papers have been counted.</p>' });
  assert.equal(storage.getItem(NAME), null);
});

test('a refused form shows what was typed, and nothing is said of it', () => {
  const { storage, form } = account();
  type(form.elements.received, '40');
  const refused = account({ storage, body: formOf('seen 1').replace('name="received" inputmode="numeric" value=""',
    'name="received" inputmode="numeric" value="40"') });
  assert.equal(refused.said(), '');
});

test('a browser that keeps nothing, or something that cannot be read, stops nobody', async () => {
  const full = { getItem: () => '{', setItem() { throw new Error('full'); }, removeItem() {} };
  const { form, press, sent } = account({ storage: full });
  type(form.elements.received, '40');
  press();
  await settled();
  assert.deepEqual(sent, ['40']);
});
