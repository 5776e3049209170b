/* The steps of a results evening. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { showStepByStep } from '../../static/js/results-evening.mjs';
import { fire, pageOf } from './page.mjs';

const BODY = `${['Start', 'Last', 'First', 'End'].map((name) => `<section data-step><h2>${name}</h2></section>`).join('')}
<div data-controls hidden><button data-back>Back</button><button data-next>Next</button>
<button data-whole-screen hidden>Whole screen</button></div>`;

function hall({ hash = '', wholeScreen = false } = {}) {
  const document = pageOf(BODY, { url: `https://votes.example/evening${hash}` });
  const asked = [];
  if (wholeScreen) { document.documentElement.requestFullscreen = () => asked.push('whole'); }
  showStepByStep(document);
  return {
    document,
    asked,
    get shown() { return [...document.querySelectorAll('[data-step]:not([hidden])')].map((step) => step.textContent); },
    press(key, facts = {}, on = document.body) { return fire(on, 'keydown', { key, ...facts }); },
  };
}

test('each key goes one step on or back, and neither before the first nor past the last', () => {
  const here = hall();
  assert.deepEqual(here.shown, ['Start']);
  for (const key of ['ArrowLeft', 'PageUp', 'Backspace']) { here.press(key); assert.deepEqual(here.shown, ['Start']); }
  const seen = ['ArrowRight', 'PageDown', ' ', 'Enter'].map((key) => { here.press(key); return here.shown[0]; });
  assert.deepEqual(seen, ['Last', 'First', 'End', 'End']);
  here.press('PageUp');
  assert.deepEqual(here.shown, ['First']);
  here.press('Home');
  assert.deepEqual(here.shown, ['Start']);
  here.press('End');
  assert.deepEqual(here.shown, ['End']);
});

test('keys of the browser and of a button are left alone', () => {
  const here = hall();
  assert.equal(here.press('ArrowRight', { altKey: true }), true, 'not prevented');
  assert.equal(here.press('x'), true);
  assert.equal(here.press('Enter', {}, here.document.querySelector('[data-next]')), true);
  assert.deepEqual(here.shown, ['Start']);
  assert.equal(here.press('PageDown', {}, here.document.querySelector('[data-next]')), false, 'a remote goes on all the same');
  assert.deepEqual(here.shown, ['Last']);
});

test('the buttons appear and do the same', () => {
  const here = hall();
  assert.equal(here.document.querySelector('[data-controls]').hidden, false);
  here.document.querySelector('[data-next]').click();
  here.document.querySelector('[data-next]').click();
  here.document.querySelector('[data-back]').click();
  assert.deepEqual(here.shown, ['Last']);
});

test('a file that is loaded again is where it was', () => {
  const here = hall();
  here.press('ArrowRight');
  here.press('ArrowRight');
  assert.equal(here.document.defaultView.location.hash, '#3');
  assert.deepEqual(hall({ hash: '#3' }).shown, ['First']);
  assert.deepEqual(hall({ hash: '#99' }).shown, ['End']);
  assert.deepEqual(hall({ hash: '#x' }).shown, ['Start']);
});

test('the whole screen is offered where the browser has it, and F asks for it', () => {
  const without = hall();
  without.press('f');
  assert.equal(without.document.querySelector('[data-whole-screen]').hidden, true);
  const here = hall({ wholeScreen: true });
  here.document.querySelector('[data-whole-screen]').click();
  here.press('f');
  here.press('f', { ctrlKey: true });
  assert.deepEqual(here.asked, ['whole', 'whole']);
  let left = 0;
  Object.defineProperty(here.document, 'fullscreenElement', { value: here.document.body });
  here.document.exitFullscreen = () => { left += 1; };
  here.press('f');
  assert.equal(left, 1);
});
