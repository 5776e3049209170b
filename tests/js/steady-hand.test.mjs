/* Presses of a hand that shakes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { steadyHand } from '../../static/js/ballot/steady-hand.mjs';
import { pageOf } from './page.mjs';

const REVIEW = `<form id="voter-form"><input type="hidden" name="page" value="review"><button id="change">Change</button>
  <div class="ballot-bar"><p data-too-soon="Check first."></p><button id="cast">Cast</button></div></form>`;
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
  const start = () => {
    steadyHand(document, { setTimeout: (task, after) => tasks.push([now + after, task]), now: () => now });
    document.querySelector('form').addEventListener('click', (event) => {
      if (event.target.matches('button')) { event.preventDefault(); }
      pressed.push(event.target.id);
    });
  };
  start();
  return {
    document,
    pressed,
    said: () => document.querySelector('[data-too-soon]').textContent,
    press(id) {
      const click = new document.defaultView.Event('click', { bubbles: true, cancelable: true });
      return document.getElementById(id).dispatchEvent(click);
    },
    /* A finger, at a place of the screen. */
    touches(id, x, y) {
      const click = new document.defaultView.MouseEvent('click', {
        bubbles: true, cancelable: true, detail: 1, clientX: x, clientY: y,
      });
      document.getElementById(id).dispatchEvent(click);
    },
    /* Where these are on the screen: {id: top}, each 100 wide and 50 high. */
    lies(tops) {
      Object.entries(tops).forEach(([id, top]) => {
        document.getElementById(id).getBoundingClientRect = () => ({ left: 0, right: 100, top, bottom: top + 50 });
      });
    },
    becomes(other) {
      const { body } = new document.defaultView.DOMParser().parseFromString(other, 'text/html');
      document.body.replaceWith(document.adoptNode(body));
      start();
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

test('where one is too many, the list that opens under the finger takes nothing off for a second', () => {
  const page = pageWith(`<form id="voter-form"><button id="choose" data-choose="5">Choose</button>
    <details data-my-choices><p data-ballot-problem></p><button id="off" data-take-off="1">Take off</button></details></form>`);
  const problem = page.document.querySelector('[data-ballot-problem]');
  page.press('off');
  page.document.getElementById('choose').addEventListener('click', () => { problem.textContent = 'Too many.'; });
  page.press('choose');
  page.passes(999);
  page.press('off');
  assert.deepEqual(page.pressed, ['off', 'choose']);
  page.press('choose');
  page.passes(1);
  page.press('off');
  assert.deepEqual(page.pressed, ['off', 'choose', 'choose'], 'each press that is too many begins a second of its own');
  page.passes(999);
  page.press('off');
  assert.deepEqual(page.pressed, ['off', 'choose', 'choose', 'off']);
});

test('a second press does not take the tick off again; half a second later it does', () => {
  const page = pageWith('<form><input type="checkbox" id="true"><label for="true" id="words">True</label></form>');
  const box = page.document.getElementById('true');
  page.document.getElementById('words').click();
  assert.equal(box.checked, true);
  page.passes(499);
  page.document.getElementById('words').click();
  box.click();
  assert.equal(box.checked, true);
  page.passes(1);
  box.click();
  assert.equal(box.checked, false);
});

test('what a new screen brings under the finger takes no press for half a second; what is elsewhere does at once', () => {
  const page = pageWith('<form><button id="show">Show</button></form>');
  page.touches('show', 50, 20);
  page.passes(900);
  page.becomes('<form><details><summary id="more">Read more</summary></details><button id="far">Far</button></form>');
  page.passes(499);
  page.touches('more', 55, 25);
  page.press('more');
  page.touches('far', 50, 300);
  assert.deepEqual(page.pressed, ['show', 'more', 'far'], 'a key is no finger');
  page.becomes('<form><button id="more">Read more</button></form>');
  page.passes(500);
  page.touches('more', 55, 305);
  assert.deepEqual(page.pressed, ['show', 'more', 'far', 'more']);
});

test('a button that moves under the finger takes no press for half a second; one that was there does', () => {
  const page = pageWith(`<form><button id="fold">Size</button><button id="stop">Stop</button>
    <button id="plus">+</button></form>`);
  page.lies({ fold: 0, stop: 60, plus: 0 });
  page.touches('fold', 50, 20);
  page.lies({ fold: 60, stop: 0 });
  page.passes(200);
  page.touches('stop', 52, 22);
  page.touches('plus', 52, 22);
  assert.deepEqual(page.pressed, ['fold', 'plus']);
  page.lies({ plus: 60 });
  page.touches('plus', 52, 70);
  page.passes(500);
  page.touches('stop', 52, 22);
  assert.deepEqual(page.pressed, ['fold', 'plus', 'plus', 'stop']);
});
