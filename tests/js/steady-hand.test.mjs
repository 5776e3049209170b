/* Presses of a hand that shakes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { steadyHand } from '../../static/js/ballot/steady-hand.mjs';
import { pageOf } from './page.mjs';

const REVIEW = `<form id="voter-form"><input type="hidden" name="page" value="review"><button id="change">Change</button>
  <div class="ballot-bar" data-settles><p data-too-soon="Check first."></p><button id="cast">Cast</button></div></form>`;
const LIST = `<form id="voter-form"><button id="first" data-show="1">First</button>
  <details data-my-choices data-just-opened><summary id="sum">Mine</summary><ul><li id="line"><button id="off" data-take-off="1">
  Off</button></li><li><button id="off-2" data-take-off="2">Off</button></li></ul></details></form>`;
const TICK = `<form id="voter-form"><input id="box" type="checkbox" name="declared">
  <label id="words" for="box">True</label></form>`;
const BALLOT = `<form id="voter-form"><input type="hidden" name="page" value="ballot">
  <button id="choose" data-choose="1">Choose</button>
  <button id="more" class="give__button" data-choose="2">+</button>
  <div class="ballot-bar"><button id="check">Check</button></div></form>`;

/* A page whose clock the test moves; `pressed` are the buttons whose press counted. */
function pageWith(html) {
  const document = pageOf(html);
  const tasks = [];
  const pressed = [];
  let now = 0;
  steadyHand(document, { setTimeout: (task, after) => tasks.push([now + after, task]) });
  document.querySelector('form').addEventListener('click', (event) => {
    if (!event.target.closest('label, input')) { event.preventDefault(); }
    pressed.push(event.target.id);
  });
  return {
    document,
    pressed,
    said: () => document.querySelector('[data-too-soon]').textContent,
    press(id) {
      const click = new document.defaultView.Event('click', { bubbles: true, cancelable: true });
      return document.getElementById(id).dispatchEvent(click);
    },
    /* With a finger, at a place of the screen. */
    touch(id, x = 0, y = 0) {
      const how = { bubbles: true, cancelable: true, detail: 1, clientX: x, clientY: y };
      return document.getElementById(id).dispatchEvent(new document.defaultView.MouseEvent('click', how));
    },
    passes(milliseconds) {
      now += milliseconds;
      tasks.filter(([at]) => at <= now).forEach((each) => { tasks.splice(tasks.indexOf(each), 1); each[1](); });
    },
  };
}

test('a second press where the review has just come casts nothing; a second later it does', () => {
  const page = pageWith(REVIEW);
  assert.equal(page.said(), '');
  assert.equal(page.press('cast'), false);
  assert.equal(page.said(), 'Check first.', 'whoever meant it knows that it did not count');
  page.press('change');
  assert.equal(page.said(), '');
  page.passes(999);
  page.press('cast');
  assert.deepEqual([page.pressed, page.said()], [['change'], 'Check first.']);
  page.passes(1);
  page.press('cast');
  assert.equal(page.said(), '');
  assert.deepEqual(page.pressed, ['change', 'cast']);
});

test('a second press on the same button does not undo the first', () => {
  const page = pageWith(BALLOT);
  page.press('choose');
  page.passes(499);
  page.press('choose');
  assert.deepEqual(page.pressed, ['choose']);
  page.passes(1);
  page.press('choose');
  assert.deepEqual(page.pressed, ['choose', 'choose']);
});

test('points are given as fast as people press, the bar of the ballot is pressed at once, and other buttons too', () => {
  const page = pageWith(BALLOT);
  page.press('check');
  page.press('more');
  page.passes(149);
  page.press('more');
  page.press('choose');
  page.passes(1);
  page.press('more');
  assert.deepEqual(page.pressed, ['check', 'more', 'choose', 'more']);
});

test('a review without words for it swallows the press all the same, and no error', () => {
  const page = pageWith(REVIEW.replace('<p data-too-soon="Check first."></p>', ''));
  page.press('cast');
  page.passes(1000);
  page.press('cast');
  assert.deepEqual(page.pressed, ['cast']);
});

test('a list that has opened by itself rests a second for the finger under which it came, and no key', () => {
  const page = pageWith(LIST);
  page.press('first');
  for (const id of ['sum', 'off', 'line']) { assert.equal(page.touch(id), false, id); }
  page.passes(999);
  page.touch('off');
  assert.deepEqual(page.pressed, ['first']);
  page.press('off-2');
  page.passes(1001);
  page.touch('off');
  assert.deepEqual(page.pressed, ['first', 'off-2', 'off']);
});

test('when one is taken off, the next line comes under the finger, and stays', () => {
  const page = pageWith(LIST.replace(' data-just-opened', ''));
  page.touch('off');
  page.passes(499);
  assert.equal(page.touch('off-2'), false);
  page.passes(1);
  page.touch('off-2');
  assert.deepEqual(page.pressed, ['off', 'off-2']);
});

for (const what of ['box', 'words']) {
  test(`a second press on the ${what} of a tick box does not untick it`, () => {
    const page = pageWith(TICK);
    const box = page.document.getElementById('box');
    const states = [0, 499, 1].map((milliseconds) => {
      page.passes(milliseconds);
      page.touch(what);
      return box.checked;
    });
    assert.deepEqual(states, [true, true, false]);
  });
}
