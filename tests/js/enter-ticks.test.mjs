/* Enter ticks the voter's box, and goes on from one that is ticked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { enterTicks } from '../../static/js/ballot/enter-ticks.mjs';
import { fire, pageOf } from './page.mjs';

const BOX = '<form id="voter-form"><input type="checkbox" name="declared"></form>';

test('Enter ticks the box once, and then it is left to the form; other keys are left to the browser', () => {
  const document = pageOf(BOX);
  enterTicks(document);
  const box = document.querySelector('input');
  assert.equal(fire(box, 'keydown', { key: 'Tab' }), true);
  assert.equal(box.checked, false);
  assert.equal(fire(box, 'keydown', { key: 'Enter' }), false, 'the form is not sent');
  assert.equal(box.checked, true);
  assert.equal(fire(box, 'keydown', { key: 'Enter' }), true);
  assert.equal(box.checked, true);
});

test('a page without the box has nothing to tick', () => {
  enterTicks(pageOf('<form id="voter-form"><input type="hidden" name="declared" value="y"></form>'));
});
