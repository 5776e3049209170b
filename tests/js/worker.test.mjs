/* The service worker of kiosks: what it keeps, and what it answers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { serve } from '../../static/js/worker/serve.mjs';
import { caches } from './caches.mjs';

function worker() {
  const listeners = {};
  const calls = [];
  const made = {
    listeners, calls, Request: class {
      constructor(address, how) { Object.assign(this, how, { url: `https://votes.example${address}` }); }
    },
    Response, Headers, URL, caches: caches(), location: { origin: 'https://votes.example' },
    clients: { claim: async () => calls.push('claim') }, skipWaiting: () => calls.push('skip'),
    fetch: async (request) => {
      calls.push(request.url);
      if (made.isCut) { throw new Error('no network'); }
      return new Response('from the network');
    },
    kept: {
      version: 'v2', shell: '/kiosk/device', files: ['/static/aaaaaaaaaaaa/css/main.css'], media: '/media/',
      sums: { '/kiosk/device': 'sha256-a', '/static/aaaaaaaaaaaa/css/main.css': 'sha256-b' },
    },
    addEventListener: (kind, act) => { listeners[kind] = act; },
  };
  serve(made);
  const happens = async (kind, facts = {}) => {
    let done;
    listeners[kind]({ waitUntil: (work) => { done = work; }, respondWith: (work) => { done = work; }, ...facts });
    return done;
  };
  const asks = (path, more = {}) => happens('fetch', {
    request: {
      method: 'GET', mode: 'cors', url: new URL(path, 'https://votes.example').href, ...more, headers: new Headers(more.headers),
    },
  });
  return { made, happens, asks, text: async (...how) => (await asks(...how)).text() };
}

test('the worker keeps what its version needs, and drops what another needed', async () => {
  const { made, happens, text } = worker();
  await made.caches.open('pb-kiosk v1');
  await made.caches.open('pb-kiosk-media');
  await happens('install');
  await happens('activate');
  assert.deepEqual([...made.caches.all.keys()].sort(), ['pb-kiosk v2', 'pb-kiosk-media']);
  assert.equal(await text('/static/aaaaaaaaaaaa/css/main.css'), 'kept /static/aaaaaaaaaaaa/css/main.css');
  assert.equal(await text('/static/bbbbbbbbbbbb/css/main.css'), 'kept /static/aaaaaaaaaaaa/css/main.css');
  assert.equal(await text('/static/bbbbbbbbbbbb/other.css'), 'from the network');
  await happens('message', { data: 'take over' });
  await happens('message', { data: 'else' });
  assert.deepEqual(made.calls.filter((each) => !each.startsWith('http')), ['claim', 'skip']);
});

test('what came before the line was cut stays, and the next attempt needs the rest', async () => {
  const { made, happens } = worker();
  const [first, second] = made.kept.files = [...made.kept.files, '/static/aaaaaaaaaaaa/css/other.css'];
  made.caches.refused.add(second);
  await assert.rejects(happens('install'), /no network/);
  made.caches.refused.clear();
  made.caches.added.length = 0;
  await happens('install');
  assert.deepEqual(made.caches.added, ['/kiosk/device', second], 'the first document may be another by now');
  assert.deepEqual([...made.caches.all.get('pb-kiosk v2').keys()].sort(), ['/kiosk/device', first, second]);
});

test('the first document is of the worker\'s own version, also where a newer one could not be had whole', async () => {
  const { made, happens, text } = worker();
  await (await made.caches.open('pb-kiosk v0')).put('/kiosk/device', new Response('another'));
  await happens('install');
  assert.equal(await text('/kiosk/device', { mode: 'navigate' }), 'kept /kiosk/device');
});

test('every document of a kiosk that the network does not bring is its start', async () => {
  const { made, happens, text, asks } = worker();
  await assert.rejects((async () => { made.isCut = true; await asks('/kiosk/leave', { mode: 'navigate' }); })(), /no network/);
  await happens('install');
  assert.equal(await text('/kiosk/leave', { mode: 'navigate' }), 'kept /kiosk/device');
  assert.equal(await text('/kiosk/device', { mode: 'navigate' }), 'kept /kiosk/device');
  made.isCut = false;
  assert.equal(await text('/kiosk/leave', { mode: 'navigate' }), 'from the network');
});

test('what the browser has lost of it is fetched again and kept', async () => {
  const { made, happens, text, asks } = worker();
  await happens('install');
  for (const [path, mode] of [['/kiosk/device', 'navigate'], ['/static/aaaaaaaaaaaa/css/main.css', 'cors']]) {
    made.caches.all.get('pb-kiosk v2').clear();
    assert.equal(await text(path, { mode }), `kept ${path}`);
    assert.equal(await text(path, { mode }), `kept ${path}`);
    made.caches.all.get('pb-kiosk v2').clear();
    made.caches.isCut = true;
    assert.equal(await text(path, { mode }), 'from the network', 'the server may have another by now');
    assert.equal(made.caches.all.get('pb-kiosk v2').size, 0);
    made.isCut = true;
    await assert.rejects(asks(path, { mode }), /no network/);
    Object.assign(made, { isCut: false });
    made.caches.isCut = false;
  }
});

test('nothing is kept but what has the sum that the server told', async () => {
  const { made, happens } = worker();
  const sums = [];
  const { open } = made.caches;
  made.caches.open = async (name) => {
    const cache = await open(name);
    return { ...cache, add: async (request) => { sums.push([request.integrity, request.cache]); return cache.add(request); } };
  };
  await happens('install');
  assert.deepEqual(sums, [['sha256-a', 'reload'], ['sha256-b', 'reload']]);
});

test('what is sent, and what others have, passes by the worker', async () => {
  const { asks } = worker();
  const other = 'https://other.example/static/aaaaaaaaaaaa/css/main.css';
  for (const [path, more] of [['/kiosk/votes', { method: 'POST' }], [other], ['/kiosk/screens']]) {
    assert.equal(await asks(path, more), undefined);
  }
});

test('a player of sound gets the part that it asks for', async () => {
  const { made, asks } = worker();
  await (await made.caches.open('pb-kiosk-media')).put('/media/a', new Response('0123456789'));
  const part = await asks('/media/a', { headers: { Range: 'bytes=2-4' } });
  assert.deepEqual([part.status, part.headers.get('Content-Range'), await part.text()], [206, 'bytes 2-4/10', '234']);
  assert.equal(await (await asks('/media/a', { headers: { Range: 'bytes=7-' } })).text(), '789');
  assert.equal(await (await asks('/media/a')).text(), '0123456789');
});
