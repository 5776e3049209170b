/* Presses of a hand that shakes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { steadyHand } from '../../static/js/ballot/steady-hand.mjs';
import { pageOf } from './page.mjs';

const REVIEW = `<form id="voter-form"><input type="hidden" name="page" value="review"><button id="change">Change</button>
  <div class="ballot-bar" data-settles><p data-too-soon="Check first."></p><button id="cast">Cast</button></div></form>`;
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
    event.preventDefault();
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
