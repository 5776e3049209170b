/* A tablet gets ready to work without a network, and stays what the server has. */
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';

import { keepPin } from '../../static/js/device-key/pin-gate.mjs';
import { Signer, signedPost } from '../../static/js/device-key/signing.mjs';
import { moveInto, startAlone } from '../../static/js/kiosk/alone.mjs';
import { fetchScreens } from '../../static/js/kiosk/fetched.mjs';
import { moveIn, whyOnline } from '../../static/js/kiosk/set-up.mjs';
import { Store } from '../../static/js/kiosk/store.mjs';
import { browser, SCREENS, settled } from './kiosk-browser.mjs';
import { fire, pageOf } from './page.mjs';

const START = `<div data-device="/kiosk/device" data-worker="/kiosk/worker.js" data-screens="/kiosk/screens"
  data-retry-after="2" data-retry-latest="60" data-answer-within="15"><input name="pin">
  ${['https', 'browser', 'pin', 'failed'].map((why) => `<p data-why-online="${why}" hidden>${why}</p>`).join('')}</div>`;
async function moving({
  more = {}, withPin = true, post = async () => ({ isStranger: false, json: SCREENS }), contact = async () => {},
} = {}) {
  const { window, become } = browser(more);
  const store = new Store(window.indexedDB, () => 0);
  if (withPin) { await keepPin(store, webcrypto, '2468'); }
  const document = pageOf(START);
  const gone = [];
  const pauses = [];
  const moved = moveIn(document, {
    window, store, key: 'k', post, contact, goTo: (to) => gone.push(to), setTimeout: (...pause) => pauses.push(pause),
  });
  await settled();
  become(more.becomes || 'activated');
  const why = await moved;
  const said = [...document.querySelectorAll('[data-why-online]')].filter((words) => !words.hidden);
  const later = async () => {
    const [act, after] = pauses.pop();
    await act();
    return after / 1000;
  };
  return { why, said: said.map((words) => words.textContent).join(), gone, store, window, document, pauses, later };
}

test('with all that it needs the tablet goes to its own start', async () => {
  const { why, said, gone, store, window } = await moving();
  assert.deepEqual([why, said, gone], ['', '', ['/kiosk/device']]);
  assert.deepEqual([(await store.get('screens')).version, await store.get('keeps')], ['1', true]);
  assert.equal(await (await window.caches.match('/media/a')).text(), 'picture /media/a');
});

test('what is missing is said, and the tablet stays online', async () => {
  const plain = { window: { isSecureContext: false } };
  const cases = [
    ['https', { more: plain }], ['browser', { more: { window: { caches: undefined } } }], ['pin', { withPin: false }],
    ['browser', { more: { serviceWorker: { register: async () => { throw new Error('no'); } } } }],
    ['browser', { more: { serviceWorker: { register: async () => undefined } } }],
    ['failed', { more: { becomes: 'redundant' } }],
    ['failed', { post: async () => ({ isStranger: true, json: null }) }],
    ['failed', { contact: async () => { throw new Error('no network'); } }],
    ['failed', { more: { window: { fetch: async () => new Response('', { status: 404 }) } } }],
  ];
  for (const [expected, how] of cases) {
    const { why, said, gone } = await moving(how);
    assert.deepEqual([why, said, gone], [expected, expected, []]);
  }
  assert.equal(await moveIn(pageOf('<p>another page</p>'), {}), '');
  assert.equal(whyOnline({ isSecureContext: true, navigator: {} }), 'browser');
});

test('what a bad line has kept back is tried again after longer and longer pauses, and what cannot be is not', async () => {
  let isCut = true;
  const contact = async () => { if (isCut) { throw new Error('no network'); } };
  const registration = { installing: null, active: {} };
  const { gone, later, pauses, document } = await moving({ contact, more: { registration } });
  assert.deepEqual([await later(), await later(), await later()], [2, 4, 8]);
  isCut = false;
  document.querySelector('[name="pin"]').value = '24';
  assert.equal(await later(), 16);
  assert.deepEqual(gone, [], 'somebody is typing');
  document.querySelector('[name="pin"]').value = '';
  assert.equal(await later(), 32);
  assert.deepEqual([gone, pauses], [['/kiosk/device'], []]);
  for (const final of [{ withPin: false }, { more: { window: { isSecureContext: false } } }]) {
    assert.deepEqual((await moving(final)).pauses, []);
  }
  const left = await moving({ contact: async () => { throw new Error('no network'); } });
  left.document.querySelector('[data-device]').remove();
  await left.later();
  assert.deepEqual(left.pauses, [], 'another page is shown');
});

test('a worker that runs already is taken, and a browser that promises nothing is not believed', async () => {
  const { serviceWorker } = browser({ registration: { installing: null, active: {} } });
  const taken = await moving({ more: { window: { navigator: { serviceWorker } } } });
  assert.deepEqual([taken.why, await taken.store.get('keeps')], ['', false]);
});

test('a browser that asks somebody who is not there does not keep the tablet from working', async () => {
  const { window } = browser({ registration: { installing: null, active: {} } });
  window.navigator.storage.persist = () => new Promise(() => {});
  const waits = [];
  window.setTimeout = (act, after) => { waits.push(after); act(); };
  const store = new Store(window.indexedDB, () => 0);
  await keepPin(store, webcrypto, '2468');
  const gone = [];
  const post = async () => ({ isStranger: false, json: SCREENS });
  const why = await moveIn(pageOf(START), {
    window, store, key: 'k', post, contact: async () => {}, goTo: (to) => gone.push(to), setTimeout() {},
  });
  assert.deepEqual([why, gone, await store.get('keeps'), waits], ['', ['/kiosk/device'], false, [15000]]);
});

test('a signed request gives what was answered, or an error', async () => {
  const window = { AbortController, setTimeout, clearTimeout };
  const asked = [];
  const post = (answer) => signedPost(window, async (...request) => { asked.push(request); return answer; }, 1);
  const ok = await post(Response.json({ a: 1 }))('/x', { b: 2 });
  assert.deepEqual(ok, { isStranger: false, json: { a: 1 } });
  assert.deepEqual([asked[0][1].body, asked[0][1].headers['Content-Type']], ['{"b":2}', 'application/json']);
  await post(Response.json({}))('/y');
  assert.deepEqual([asked[1][1].method, asked[1][1].body], ['GET', undefined]);
  assert.deepEqual(await post(new Response('', { status: 403 }))('/x', {}), { isStranger: true, json: null });
  await assert.rejects(post(new Response('', { status: 500 }))('/x', {}), /500/);
  const never = signedPost(window, (_, { signal }) => new Promise((_done, fail) => {
    signal.addEventListener('abort', () => fail(new Error('late')));
  }), 0);
  await assert.rejects(never('/x', {}), /late/);
});

test('pictures that are there already are not fetched again', async () => {
  const { window } = browser();
  const store = new Store(window.indexedDB, () => 0);
  const fetched = [];
  window.fetch = async (address) => { fetched.push(address); return new Response('x'); };
  const post = async () => ({ isStranger: false, json: SCREENS });
  await fetchScreens({ window, store, post, address: '/kiosk/screens' });
  await fetchScreens({ window, store, post, address: '/kiosk/screens' });
  assert.deepEqual(fetched, ['/media/a']);
});

function tablet(more = '') {
  const head = `<meta name="kiosk" content="/kiosk/device" data-online="/kiosk" data-answer-within="1"
    data-other-page-for="30" ${more}>`;
  const body = '<p data-kiosk-starting data-kiosk-alone>Starting</p>';
  const document = pageOf(body, { head, url: 'https://votes.example/kiosk/device' });
  const { window } = browser({ registration: { installing: null, active: {} } });
  const page = document.defaultView;
  const gone = [];
  Object.defineProperty(page, 'crypto', { value: webcrypto });
  page.scrollTo = () => {};
  const seen = new Proxy(page, {
    get: (target, name) => {
      if (name === 'location') { return { replace: (to) => gone.push(to), href: target.location.href }; }
      if (name === 'navigator') { return { ...window.navigator, locks: null }; }
      if (['indexedDB', 'caches', 'fetch', 'isSecureContext'].includes(name)) { return window[name]; }
      const found = target[name];
      return typeof found === 'function' && !/^[A-Z]/.test(name) ? found.bind(target) : found;
    },
  });
  return { document, window: seen, store: new Store(window.indexedDB, () => 0), gone, page, network: window };
}

test('the tablet\'s own document shows its start, from what it keeps', async () => {
  const { document, window, store, gone, network } = tablet();
  network.fetch = async () => { throw new Error('no network'); };
  await store.set('key', 'k');
  await store.set('screens', SCREENS);
  await startAlone(document, () => {}, { window });
  await settled();
  assert.deepEqual([document.title, gone], ['Ready', []]);
  assert.equal(document.querySelector('[data-fact]').textContent, '0');
  assert.equal(document.querySelector('meta').dataset.key, 'k');
  document.defaultView.close();
});

test('a tablet that keeps nothing begins at the server', async () => {
  const { document, window, gone } = tablet();
  await startAlone(document, () => {}, { window });
  assert.deepEqual(gone, ['/kiosk']);
});

test('the server\'s start becomes the tablet\'s', async () => {
  const { document, window, store, gone, network } = tablet();
  await moveInto(document, { window });
  assert.deepEqual(gone, [], 'no start, no key');
  document.body.insertAdjacentHTML('beforeend', START);
  const signer = new Signer({ crypto: webcrypto, indexedDB: network.indexedDB, btoa });
  const spki = Buffer.from(await signer.makeKey(), 'base64');
  const name = Buffer.from(await webcrypto.subtle.digest('SHA-256', spki)).toString('hex').slice(0, 32);
  document.querySelector('meta').dataset.key = name;
  await keepPin(store, webcrypto, '2468');
  const asked = [];
  const contact = { stock: ['a'], version: '1', now: '', opens_at: null, closes_at: null, ended: false };
  network.fetch = async (address) => {
    asked.push(address);
    return address === '/media/a' ? new Response('x') : Response.json(address === '/kiosk/screens' ? SCREENS : contact);
  };
  await moveInto(document, { window });
  assert.deepEqual([asked, gone], [['/kiosk/screens', '/media/a', '/kiosk/contact'], ['/kiosk/device']]);
  assert.equal((await store.state()).stock, 1);
});

test('a press on the tablet\'s start is told to nobody but the tablet', async () => {
  const { document, window, store, network } = tablet();
  const asked = [];
  network.fetch = async (address) => { asked.push(address); throw new Error('no network'); };
  await store.set('key', 'k');
  await store.set('screens', SCREENS);
  await startAlone(document, () => {}, { window });
  await settled();
  const form = '<form method="post" action="/kiosk/elsewhere"><button>x</button></form>';
  document.querySelector('main').insertAdjacentHTML('beforeend', form);
  fire(document.querySelector('form'), 'submit', { submitter: null });
  await settled();
  assert.deepEqual([...new Set(asked)], ['/kiosk/contact']);
  document.defaultView.close();
});
