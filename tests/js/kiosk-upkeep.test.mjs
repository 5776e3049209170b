/* Between two voters a tablet becomes what the server has now. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Store } from '../../static/js/kiosk/store.mjs';
import { Upkeep } from '../../static/js/kiosk/upkeep.mjs';
import { browser, SCREENS, settled } from './kiosk-browser.mjs';

/* A worker that becomes `state` when the test says so; asked to take over it does. */
function worker(state, takesOver = () => {}) {
  const listeners = [];
  const made = { state, told: [], addEventListener: (_, act) => listeners.push(act) };
  made.become = (next) => { made.state = next; listeners.forEach((act) => act()); };
  made.postMessage = (words) => { made.told.push(words); takesOver(made); };
  return made;
}

/* A browser with the worker of before, whose `update()` finds what `found` says at each call, the last one again and
   again. `wait(…)` ends the oldest pause of so many seconds that is not over. */
async function upkeep({ found = [null], isFree = () => true, heard = '2', media = [], more = {}, ...how } = {}) {
  const seen = { begun: 0, asked: 0, updates: 0, registered: 0 };
  const waiting = [];
  const registration = { installing: null, waiting: null };
  const events = {};
  registration.addEventListener = (kind, act) => { events[kind] = act; };
  const come = (coming) => {
    registration[coming.state === 'installing' ? 'installing' : 'waiting'] = coming;
    coming.addEventListener('statechange', () => {
      registration.installing = null;
      registration.waiting = coming.state === 'installed' ? coming : null;
    });
  };
  registration.update = async () => {
    seen.updates += 1;
    const what = found.length > 1 ? found.shift() : found[0];
    if (what === 'nothing') { await new Promise(() => {}); }
    if (what === 'no network') { throw new Error(what); }
    if (what) { come(what); }
  };
  const serviceWorker = { controller: {}, addEventListener: (kind, act) => { events[kind] = act; } };
  const { window } = browser({ registration, serviceWorker, ...more });
  const browsers = { has: registration };
  if (window.navigator.serviceWorker) { window.navigator.serviceWorker.getRegistration = async () => browsers.has; }
  const store = new Store(window.indexedDB, () => 0);
  await store.set('contact', { version: heard });
  const server = { isCut: false, version: '2' };
  const post = async () => {
    seen.asked += 1;
    if (server.isCut) { throw new Error('no network'); }
    return { isStranger: false, json: { ...SCREENS, media, version: server.version } };
  };
  const device = { screens: SCREENS };
  const made = new Upkeep({
    window, store, post, device, isFree, ...how, begin: () => { seen.begun += 1; },
    register: async () => { seen.registered += 1; return seen.registered > 1; },
    times: { retryAfter: 2, retryLatest: 60, contactEvery: 300 },
    setTimeout: (act, after) => { const task = { act, after: after / 1000 }; waiting.push(task); return task; },
    clearTimeout: (task) => { if (waiting.includes(task)) { waiting.splice(waiting.indexOf(task), 1); } },
  });
  const pauses = () => waiting.map(({ after }) => after);
  const wait = async (seconds) => {
    const place = waiting.findIndex(({ after }) => after === seconds);
    assert.notEqual(place, -1, `no pause of ${seconds} seconds but ${pauses()}`);
    waiting.splice(place, 1)[0].act();
    await settled();
  };
  const kept = async () => (await store.get('screens') || SCREENS).version;
  return { made, store, device, seen, registration, events, come, pauses, wait, kept, server, browsers };
}

test('a new worker takes over between two voters, and the start is loaded again', async () => {
  const coming = worker('installing', ({ become }) => become('activated'));
  const { made, seen, events, registration, come } = await upkeep({ heard: '1' });
  made.listen();
  await settled();
  come(coming);
  events.updatefound();
  coming.become('installed');
  await settled();
  assert.deepEqual([coming.told, registration.waiting], [['take over'], null]);
  events.controllerchange();
  assert.equal(seen.begun, 1);
});

test('a browser without workers goes on', async () => {
  const { made, kept } = await upkeep({ more: { window: { navigator: {} } } });
  made.listen();
  await made.heard();
  assert.equal(await kept(), '2');
});

test('while a ballot is open, here or in another tab, nothing is changed', async () => {
  let isFree = false;
  const coming = worker('installed');
  const { made, seen, events, store, come } = await upkeep({ isFree: () => isFree });
  made.listen();
  come(coming);
  await made.heard();
  events.controllerchange();
  isFree = true;
  await store.contacted({ begun: [], unused: [], wrongPins: 0 }, { stock: ['a'] }, {});
  await store.begin(false);
  await made.look();
  assert.deepEqual([coming.told, seen], [[], { begun: 0, asked: 0, updates: 0, registered: 0 }]);
});

test('a worker that was installed while a document was left takes over in the next one', async () => {
  const coming = worker('installed', ({ become }) => become('activated'));
  const { made, come } = await upkeep({ heard: '1' });
  come(coming);
  await made.heard();
  assert.deepEqual(coming.told, ['take over']);
});

test('a worker that does not take over is asked again after a pause, because the one before it was busy', async () => {
  let messages = 0;
  const coming = worker('installed', ({ become }) => { messages += 1; if (messages > 3) { become('activated'); } });
  const { made, wait, pauses, come } = await upkeep({ heard: '1' });
  come(coming);
  made.heard();
  await settled();
  await wait(2);
  assert.deepEqual([coming.state, pauses()], ['installed', [60, 2]]);
  await wait(2);
  assert.deepEqual([coming.state, messages, pauses()], ['activated', 4, []]);
});

test('it is asked no more once that is given up, but at the next attempt', async () => {
  const coming = worker('installed');
  const { made, wait, pauses, come, seen } = await upkeep({ heard: '1' });
  come(coming);
  made.heard();
  await settled();
  for (let time = 0; time < 30; time += 1) { await wait(2); }
  const { length } = coming.told;
  assert.deepEqual([length, pauses()], [31, [2]], 'the pause before the next attempt');
  assert.equal(seen.begun, 1, 'a browser that waits for a document that is gone sees so when the next one comes');
  await wait(2);
  assert.equal(coming.told.length, length + 2);
});

test('other screens are fetched when the server has others, and only then', async () => {
  const { made, store, kept, device } = await upkeep({ heard: '' });
  await made.heard();
  await store.set('contact', { version: '1' });
  await made.heard();
  assert.equal(await kept(), '1');
  await store.set('contact', { version: '2' });
  await made.heard();
  assert.deepEqual([await kept(), device.screens.version], ['2', '2']);
});

test('a contact that comes while it is busy is not forgotten', async () => {
  const { made, seen, wait } = await upkeep();
  await Promise.all([made.heard(), made.heard()]);
  assert.equal(seen.asked, 1);
  await wait(0);
  assert.equal(seen.asked, 1, 'these are the newest');
});

for (const [what, found] of Object.entries({
  'is not found without a network': ['no network', null],
  'never answers': ['nothing', null],
})) {
  test(`an update that ${what} is asked for again, and the screens come meanwhile`, async () => {
    const { made, seen, kept, wait, pauses } = await upkeep({ found });
    made.heard();
    await settled();
    if (found[0] === 'nothing' || pauses().includes(60)) { await wait(60); }
    assert.deepEqual([seen.asked, await kept()], [1, '1'], 'they count as those of before');
    await wait(2);
    assert.deepEqual([seen.updates, seen.asked, await kept(), pauses()], [2, 2, '2', []]);
  });
}

test('a worker that could not fetch what it needs is asked for again', async () => {
  const [broken, whole] = [worker('installing'), worker('installing', ({ become }) => become('activated'))];
  const { made, seen, kept, wait, pauses } = await upkeep({ found: [broken, whole, null] });
  made.heard();
  await settled();
  broken.become('redundant');
  await settled();
  assert.equal(await kept(), '1');
  await wait(2);
  whole.become('installed');
  await settled();
  assert.deepEqual([whole.told, await kept(), seen.updates, pauses()], [['take over'], '2', 2, []]);
});

test('a document that came past the worker asks for a new one, because it may be one that answers nothing', async () => {
  const whole = worker('installing', ({ become }) => become('activated'));
  const { made, seen } = await upkeep({ heard: '1', isPast: true, found: [whole, null] });
  made.heard();
  await settled();
  whole.become('installed');
  await settled();
  assert.deepEqual(whole.told, ['take over']);
  await made.heard();
  assert.equal(seen.updates, 1, 'once it is there nobody is asked');
});

test('a browser that has lost its worker gets one again', async () => {
  const { made, seen, wait, pauses, browsers } = await upkeep({ heard: '1' });
  delete browsers.has;
  await made.heard();
  await wait(2);
  assert.deepEqual([seen.registered, pauses()], [2, []]);
});

test('screens that do not come are fetched again after longer and longer pauses', async () => {
  const { made, kept, wait, pauses, server } = await upkeep();
  server.isCut = true;
  await made.heard();
  await wait(2);
  await wait(4);
  assert.deepEqual([await kept(), pauses()], ['1', [8]]);
  server.isCut = false;
  await made.heard();
  assert.deepEqual([await kept(), pauses()], ['2', []], 'a contact waits for no pause');
});

test('a picture that never comes whole holds nothing up for ever', async () => {
  let isStalled = true;
  const more = { window: { fetch: () => (isStalled ? new Promise(() => {}) : Promise.resolve(new Response('picture'))) } };
  const { made, kept, wait, pauses } = await upkeep({ media: ['/media/a'], more });
  made.heard();
  await settled();
  isStalled = false;
  await wait(300);
  await wait(2);
  assert.deepEqual([await kept(), pauses()], ['2', []]);
});
