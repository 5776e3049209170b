/* A long form saves as somebody goes on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { keepSaving } from '../../static/js/keep-saving.mjs';
import { Clock, fire, pageOf, type } from './page.mjs';

const FORM = `<form action="/apply/what" method="post" data-keep-saving>
  <input type="hidden" name="form_key" value="key 1"><input type="hidden" name="seen" value="seen 1">
  <textarea name="what"></textarea><p data-saved data-saved-at="" data-not-saved="Not saved yet:"
    data-not-saved-since="Not saved since {time}:" data-no-connection="no connection" data-changed="somebody else"
    data-closed="closed" data-trouble="trouble"></p><button type="submit" name="then" value="stop">Stop</button></form>`;

const settled = () => new Promise((resolve) => { setTimeout(resolve, 0); });

/* A page on which somebody types; `answers` are statuses, or "nothing" where there is no connection. */
function typing(answers) {
  const document = pageOf(FORM);
  const clock = new Clock();
  const sent = [];
  const seen = { pressed: 0 };
  document.querySelector('button').addEventListener('click', (event) => {
    event.preventDefault();
    seen.pressed += 1;
  });
  const fetch = async (address, { body }) => {
    sent.push([body.get('what'), body.get('form_key'), body.get('seen'), body.get('then')]);
    const answer = answers[sent.length - 1] ?? 200;
    if (answer === 'nothing') { throw new TypeError('no connection'); }
    if (answer instanceof Promise) { await answer; }
    const number = sent.length + 1;
    const said = `Saved ${number}`;
    const json = async () => ({ seen: `seen ${number}`, form_key: `key ${number}`, said, saved_at: `14:0${number}` });
    return { ok: answer === 200 || answer instanceof Promise, status: answer, json };
  };
  keepSaving(document, { fetch, setTimeout: clock.setTimeout });
  const form = document.querySelector('form');
  const [field, said] = ['textarea', '[data-saved]'].map((each) => document.querySelector(each));
  return { document, clock, sent, seen, form, field, said };
}

test('what was typed is saved once in a while, with the key that the answer brought', async () => {
  const { clock, sent, field, said } = typing([]);
  type(field, 'A');
  type(field, 'A bus');
  clock.pass(29);
  assert.equal(sent.length, 0);
  clock.pass(1);
  await settled();
  assert.deepEqual(sent, [['A bus', 'key 1', 'seen 1', 'keep']]);
  assert.equal(said.textContent, 'Saved 2');
  clock.pass(120);
  assert.equal(sent.length, 1, 'nothing was typed since');
  type(field, 'A bus and tea');
  clock.pass(30);
  await settled();
  assert.deepEqual(sent[1], ['A bus and tea', 'key 2', 'seen 2', 'keep']);
});

test('without a connection it is tried again, and after somebody else saved it is not', async () => {
  const { clock, sent, field, said } = typing(['nothing', 409]);
  type(field, 'A bus');
  clock.pass(30);
  await settled();
  clock.pass(30);
  await settled();
  assert.equal(sent.length, 2);
  assert.equal(said.textContent, 'Not saved yet: somebody else');
  type(field, 'A bus and tea');
  clock.pass(60);
  await settled();
  assert.equal(sent.length, 2, 'the button tells them what the other one wrote');
});

for (const [status, why, mayGoOn] of [
  ['nothing', 'no connection', true], [503, 'trouble', true], [400, 'closed', false], [403, 'closed', false],
  [0, 'closed', false], [422, 'Saved 3', true],
]) {
  test(`after an answer of ${status} it says since when nothing was saved, and why`, async () => {
    const { document, clock, sent, field, said } = typing([200, status]);
    type(field, 'A bus');
    clock.pass(30);
    await settled();
    type(field, 'A bus and tea');
    clock.pass(30);
    await settled();
    assert.equal(said.textContent, `Not saved since 14:02: ${why}`);
    type(field, 'A bus and cake');
    fire(document.defaultView, 'online');
    await settled();
    assert.equal(sent.length, mayGoOn ? 3 : 2);
    assert.equal(said.textContent, mayGoOn ? 'Saved 4' : 'Not saved since 14:02: closed');
  });
}

test('who leaves the page has it saved at once', async () => {
  const { document, sent, field } = typing([]);
  type(field, 'A bus');
  Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
  fire(document, 'visibilitychange');
  await settled();
  assert.equal(sent.length, 1);
});

test('who presses the button while it is being saved waits for the answer', async () => {
  let answered;
  const { clock, form, seen, field } = typing([new Promise((resolve) => { answered = resolve; })]);
  type(field, 'A bus');
  clock.pass(30);
  const button = form.querySelector('button');
  assert.equal(fire(form, 'submit', { submitter: button }), false);
  assert.equal(seen.pressed, 0);
  answered();
  await settled();
  await settled();
  assert.equal(seen.pressed, 1);
  assert.equal(form.elements.namedItem('form_key').value, 'key 2');
  assert.equal(fire(form, 'submit', { submitter: button }), true);
});

test('other pages are left alone', () => {
  keepSaving(pageOf('<form></form>'), { setTimeout: () => assert.fail('waits') });
});
