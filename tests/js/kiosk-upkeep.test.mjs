/* Between two voters a tablet becomes what the server has now. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Store } from '../../static/js/kiosk/store.mjs';
import { Upkeep } from '../../static/js/kiosk/upkeep.mjs';
import { browser, SCREENS, settled } from './kiosk-browser.mjs';

function upkeep({ more = {}, isFree = true, version = '2' } = {}) {
  const { window, serviceWorker } = browser(more);
  const store = new Store(window.indexedDB, () => 0);
  const begun = [];
  const device = { screens: SCREENS };
  const post = async () => ({ isStranger: false, json: { ...SCREENS, version } });
  const kept = new Upkeep({ window, store, post, device, isFree: () => isFree, begin: () => begun.push('begin') });
  return { kept, store, device, begun, serviceWorker };
}

test('a new worker takes over between two voters, and the start is loaded again', async () => {
  const told = [];
  const waiting = { postMessage: (words) => told.push(words) };
  let changed;
  const serviceWorker = { controller: {}, addEventListener: (_, act) => { changed = act; } };
  let found;
  let installed;
  const installing = { addEventListener: (_, act) => { installed = act; } };
  const registration = { installing, addEventListener: (_, act) => { found = act; } };
  const more = { registration, serviceWorker };
  const { kept, begun, store } = upkeep({ more });
  kept.listen();
  await kept.look();
  assert.deepEqual(told, [], 'none waits');
  found();
  kept.window.navigator.serviceWorker.getRegistration = async () => ({ waiting });
  installed();
  await settled();
  changed();
  assert.deepEqual([told, begun], [['take over'], ['begin']]);
  await store.contacted({ begun: [], unused: [], wrongPins: 0 }, { stock: ['a'] }, {});
  await store.begin(false);
  await kept.look();
  assert.equal(told.length, 1, 'a ballot is open in another tab');
  const without = upkeep({ more: { window: { navigator: {} } } }).kept;
  without.listen();
  assert.equal(await without.look(), undefined);
  const busy = upkeep({ more, isFree: false });
  busy.kept.listen();
  await busy.kept.look();
  changed();
  assert.deepEqual([told.length, busy.begun], [1, []]);
});

test('other screens are fetched when the server has others, and only then', async () => {
  const { kept, store, device } = upkeep();
  await kept.heard();
  assert.equal(device.screens.version, '1', 'nothing was heard yet');
  await store.set('contact', { version: '1' });
  await kept.heard();
  await store.set('contact', { version: '2' });
  await kept.heard();
  assert.deepEqual([device.screens.version, (await store.get('screens')).version], ['2', '2']);
});
