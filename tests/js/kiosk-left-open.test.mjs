/* A ballot is open, and its page was loaded again: the tablet asks as that voter had set it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parsed } from '../../static/js/kiosk/filled.mjs';
import { asLeft } from '../../static/js/kiosk/left-open.mjs';
import { device } from './kiosk-tablet.mjs';

test('after a reload the start asks in the voter\'s language, size and colours, and the turn goes on in them', async () => {
  const { made, store, press, screens } = await device();
  screens.pages.ur = screens.pages.en;
  const leftOpen = '<div lang="ur" dir="rtl"><p>jari</p></div>';
  screens.said.ur = { ...screens.said.en, wereYou: 'kya', leftOpen };
  await press('next', { pin: '2468' });
  await press('settings', { language: 'ur' });
  await press('settings', { text_size: 'xl' });
  await press('settings', { colours: 'yellow-on-black' });
  const settings = { text_size: 'xl', colours: 'yellow-on-black', sound: 'ask', language: 'ur' };
  assert.deepEqual((await store.state()).turn, { right: 'r', assisted: false, settings });
  made.turn = null;  // the page was loaded again
  const page = parsed(made.window, await press('else'));
  const [heading, part] = [page.querySelector('h1[data-open]'), page.querySelector('[data-part="turn"]')];
  assert.deepEqual([heading.textContent, heading.lang, heading.dir, page.title], ['kya', 'ur', 'rtl', 'kya']);
  assert.deepEqual([part.innerHTML, part.hidden], [leftOpen, false]);
  const { textSize, colours } = page.documentElement.dataset;
  assert.deepEqual([textSize, colours, page.documentElement.lang], ['xl', 'yellow-on-black', '']);
  assert.match(await press('goOn'), /data-text-size="xl"[^>]*data-language="ur"/);
  await press('end');
  assert.doesNotMatch(await press('else'), /xl|yellow|kya|jari/, 'nothing of it is there for the next person');
});

test('a language that is no longer here is English after a reload, and screens from before ask in English', async () => {
  const { made, store, press, screens } = await device();
  screens.pages.ur = screens.pages.en;
  screens.said.ur = screens.said.en;
  await press('next', { pin: '2468' });
  await press('settings', { language: 'ur' });
  made.turn = null;
  delete screens.pages.ur;
  assert.match(await press('else'), /Were you voting\?/);
  assert.match(await press('goOn'), /declaration/);
  assert.equal(made.turn.settings.language, 'en');
  assert.equal((await store.state()).turn.right, 'r');
});

test('settings that the disk refuses are the voter\'s all the same', async () => {
  const { store, press } = await device();
  await press('next', { pin: '2468' });
  store.keepSettings = async () => { throw new Error('the disk is full'); };
  assert.match(await press('settings', { text_size: 'xl' }), /data-text-size="xl"/);
});

test('a turn of which nothing was set, or no turn, is as it was', () => {
  const turn = { right: 'r', assisted: true };
  assert.equal(asLeft(turn, { en: {} }), turn);
  assert.equal(asLeft(null, { en: {} }), null);
});
