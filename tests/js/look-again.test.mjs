/* A page that shows something that takes long looks again by itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { lookAgain } from '../../static/js/look-again.mjs';
import { Clock, pageOf } from './page.mjs';

const bar = (steps) => `<p class="progress__text">${steps} of 9</p><progress value="${steps}" max="9"></progress>`;
const box = (steps) => `<div data-look-again="2">${bar(steps)}</div>`;

/* Everything that waits for an answer has got it. */
const settled = () => new Promise((resolve) => { setTimeout(resolve, 0); });

function looking(answers) {
  const document = pageOf(box(1));
  const clock = new Clock();
  const seen = { asked: 0, reloads: 0 };
  const fetch = async () => {
    const answer = answers[seen.asked];
    seen.asked += 1;
    if (answer === 'nothing') { throw new TypeError('no connection'); }
    return { ok: answer !== 'error', text: async () => `<main>${answer === 'error' ? 'Sorry' : answer}</main>` };
  };
  lookAgain(document, { fetch, setTimeout: clock.setTimeout, reload: () => { seen.reloads += 1; } });
  return { document, clock, seen };
}

test('the bar moves while it is there, and the page is loaded anew when the work has ended', async () => {
  const { document, clock, seen } = looking([box(4), 'nothing', 'error', 'The cards are made.']);
  for (const [asked, steps, reloads] of [[1, '4', 0], [2, '4', 0], [3, '4', 0], [4, '4', 1]]) {
    clock.pass(2);
    await settled();
    assert.equal(seen.asked, asked);
    assert.equal(document.querySelector('progress').getAttribute('value'), steps);
    assert.match(document.querySelector('.progress__text').textContent, new RegExp(`^${steps} of`));
    assert.equal(seen.reloads, reloads);
  }
  clock.pass(60);
  await settled();
  assert.equal(seen.asked, 4);
});

test('nothing is asked where nothing is waited for', () => {
  lookAgain(pageOf('<p>Done</p>'), { setTimeout: () => assert.fail('waits') });
});
