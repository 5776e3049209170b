/* Whatever a voter does on a tablet before the last press, in whatever order: no choice is lost, and none comes by itself. */
import assert from 'node:assert/strict';
import { env } from 'node:process';
import { test } from 'node:test';

import { Ballot } from '../../static/js/ballot/ballot.mjs';
import { parsed } from '../../static/js/kiosk/filled.mjs';
import { TICKS } from './ballot-page.mjs';
import { device } from './kiosk-tablet.mjs';

const WALKS = env.PB_LONG ? 1000 : 30;
const STEPS = 12;
const [{ numbers: NUMBERS, most: MOST }] = TICKS.parts;
const SETTINGS = {
  language: ['en', 'ur'], text_size: ['s', 'm', 'l', 'xl'], colours: ['default', 'soft'], sound: ['off', 'ask', 'all'],
};

/* Numbers below n, the same in each run. */
function drawing(seed) {
  let state = seed;
  return (n) => {
    state = (state * 48271) % 2147483647;
    return state % n;
  };
}

/* The screen that is shown, and what it says is chosen. */
function read(page) {
  const form = page.querySelector('[data-ballot]');
  if (form) { return { screen: 'ballot', ballot: new Ballot(form), chosen: [...new Ballot(form).chosen.keys()].sort() }; }
  const picks = [...page.querySelectorAll('[data-pick]')].map(({ dataset }) => dataset.pick).sort();
  return { screen: page.querySelector('h1').textContent, chosen: picks };
}

test(`${WALKS} walks through choosing, settings, views, the review and "Stop" lose no choice`, async () => {
  const { made, press, screens } = await device();
  screens.pages.ur = screens.pages.en;
  screens.said.ur = screens.said.en;
  screens.parts[0].least = 0;
  await press('next', { pin: '2468' });
  let shown = read(parsed(made.window, await press('declaration', { declared: 'y' })));
  const mine = new Set();
  const draw = drawing(7);
  const seen = new Set();

  const goes = async (address, fields = {}) => {
    const noted = shown.ballot ? { noted: shown.ballot.note() } : {};
    shown = read(parsed(made.window, await press(address, { ...noted, ...fields })));
    seen.add(shown.screen);
    if (['ballot', 'review', 'blank'].includes(shown.screen)) {
      assert.deepEqual(shown.chosen, [...mine].sort(), `on ${shown.screen}`);
    }
  };
  const chooses = () => {
    if (!shown.ballot) { return; }
    const number = NUMBERS[draw(NUMBERS.length)];
    const isRefused = !mine.has(number) && mine.size >= MOST;
    assert.equal(Boolean(shown.ballot.press(number)), isRefused);
    if (!isRefused && !mine.delete(number)) { mine.add(number); }
  };
  const sets = () => {
    const name = Object.keys(SETTINGS)[draw(4)];
    return goes('settings', { [name]: SETTINGS[name][draw(SETTINGS[name].length)] });
  };
  const ways = [chooses, chooses, sets, () => goes('ballot', { show: NUMBERS[draw(4)] }), () => goes('ballot', { show: '0' }),
    () => goes('review'), () => goes('stop')];
  for (let walk = 0; walk < WALKS; walk += 1) {
    for (let step = 0; step < STEPS; step += 1) { await ways[draw(ways.length)](); }
  }
  assert.deepEqual([...seen].sort(), ['ballot', 'blank', 'review', 'stop'], 'each screen was met');
});
