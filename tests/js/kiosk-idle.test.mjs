/* Is anybody there? The times are the test's own: the module has none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Idle } from '../../static/js/kiosk/idle.mjs';
import { Clock, fire, pageOf } from './page.mjs';

const TURN = `<form action="/kiosk/end"></form><dialog data-kiosk-idle data-ask-after="100" data-clear-after="20">
  <button data-kiosk-stay>Yes</button><span data-kiosk-countdown>20</span></dialog>`;

function kiosk(body = TURN, { withDialogs = true } = {}) {
  const document = pageOf(body);
  const dialog = document.querySelector('dialog');
  if (dialog && withDialogs) {
    dialog.showModal = () => dialog.setAttribute('open', '');
    dialog.close = () => dialog.removeAttribute('open');
  }
  const clock = new Clock();
  const happened = [];
  const state = { busy: false };
  const idle = new Idle({
    document,
    now: clock.now,
    otherPageFor: 30,
    isBusy: () => state.busy,
    end: (form) => { state.busy = true; happened.push(`end ${form.getAttribute('action')}`); },
    goToStart: () => { state.busy = true; happened.push('start'); },
  });
  idle.listen(clock.setInterval);
  return { document, dialog, clock, happened, state, idle, left: () => dialog.textContent.trim().replace('Yes', '') };
}

for (const withDialogs of [true, false]) {
  test(`a turn is asked about, counted down and ended (${withDialogs ? 'dialogs' : 'a browser without dialogs'})`, () => {
    const { document, dialog, clock, happened, left } = kiosk(TURN, { withDialogs });
    if (!withDialogs) { Object.assign(dialog, { showModal: undefined, close: undefined }); }
    clock.pass(99);
    assert.equal(dialog.hasAttribute('open'), false);
    clock.pass(1);
    assert.equal(dialog.hasAttribute('open'), true);
    assert.equal(document.activeElement.textContent, 'Yes');
    assert.equal(left(), '20');
    clock.pass(19);
    assert.deepEqual([left(), happened], ['1', []]);
    clock.pass(1);
    assert.deepEqual([left(), happened], ['0', ['end /kiosk/end']]);
    clock.pass(1000);
    assert.equal(happened.length, 1);
  });

  test(`whoever says that they are there goes on (${withDialogs ? 'dialogs' : 'a browser without dialogs'})`, () => {
    const { document, dialog, clock, happened } = kiosk(TURN, { withDialogs });
    if (!withDialogs) { Object.assign(dialog, { showModal: undefined, close: undefined }); }
    clock.pass(110);
    document.querySelector('[data-kiosk-stay]').click();
    assert.equal(dialog.hasAttribute('open'), false);
    clock.pass(99);
    assert.equal(dialog.hasAttribute('open'), false);
    clock.pass(20);
    assert.deepEqual([dialog.hasAttribute('open'), happened], [true, []]);
  });
}

for (const sign of ['pointerdown', 'touchstart', 'keydown', 'input', 'scroll']) {
  test(`nobody is asked while somebody is there: ${sign}`, () => {
    const { document, dialog, clock } = kiosk();
    clock.pass(99);
    fire(document.body, sign);
    clock.pass(99);
    assert.equal(dialog.hasAttribute('open'), false);
    clock.pass(1);
    assert.equal(dialog.hasAttribute('open'), true);
  });
}

test('a touch elsewhere does not answer the question; the Escape key does', () => {
  const { document, dialog, clock } = kiosk();
  clock.pass(100);
  document.querySelector('main').click();
  assert.equal(dialog.hasAttribute('open'), true);
  fire(dialog, 'cancel');
  assert.equal(dialog.hasAttribute('open'), false);
});

test('while a form is on its way nothing is asked, and nothing ended', () => {
  const { dialog, clock, happened, state } = kiosk();
  state.busy = true;
  clock.pass(500);
  assert.deepEqual([dialog.hasAttribute('open'), happened], [false, []]);
});

test('a page of somebody else gives way to the start after its time, unless it is touched', () => {
  const { document, clock, happened, idle } = kiosk('<p>Refused</p>');
  clock.pass(500);
  assert.deepEqual(happened, []);
  idle.shown(false);
  clock.pass(29);
  fire(document.body, 'pointerdown');
  clock.pass(30);
  assert.deepEqual(happened, []);
  clock.pass(1);
  assert.deepEqual(happened, ['start']);
});

test('each new page begins its own time', () => {
  const { dialog, clock, idle } = kiosk();
  clock.pass(105);
  dialog.close();
  idle.shown(true);
  clock.pass(99);
  assert.equal(dialog.hasAttribute('open'), false);
  clock.pass(20);
  assert.equal(dialog.hasAttribute('open'), true);
});

test('to stay where no question is asked does nothing', () => {
  const { document, idle } = kiosk('<p>Ready</p>');
  idle.stay();
  assert.equal(document.querySelector('p').textContent, 'Ready');
});

for (const [where, hidden, inBackground, ends] of [
  ['an open ballot', false, false, true], ['no open ballot', true, false, false], ['a tab that nobody sees', false, true, false],
]) {
  test(`the start with ${where} ${ends ? 'asks, and ends it' : 'asks nobody'}`, () => {
    const shown = `<section data-part="turn"><form action="/kiosk/go-on"></form><div>${TURN}</div></section>`;
    const { document, clock, happened } = kiosk(shown);
    document.querySelector('[data-part]').hidden = hidden;
    Object.defineProperty(document, 'hidden', { value: inBackground });
    clock.pass(121);
    assert.deepEqual(happened, ends ? ['end /kiosk/end'] : []);
  });
}
