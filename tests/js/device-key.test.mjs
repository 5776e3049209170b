/* A kiosk's key: it signs, it counts, and it stays where it is. */
import assert from 'node:assert/strict';
import { createHash, webcrypto } from 'node:crypto';
import { test } from 'node:test';

import { KeyStore } from '../../static/js/device-key/key-store.mjs';
import { makeKioskKey } from '../../static/js/device-key/pairing.mjs';
import { canKeepKeys, COUNT, signedFetch, SIGNATURE, Signer } from '../../static/js/device-key/signing.mjs';
import { fire, pageOf } from './page.mjs';

/* As much of IndexedDB as the store uses: requests answer later, transactions come one after another. `fails`: what the
   next transaction meets. */
class Database {
  constructor() {
    this.rows = null;
    this.open = () => this.later({ result: this.connection() }, (opening) => {
      if (!this.rows) { opening.onupgradeneeded(); }
      opening.onsuccess();
    });
    this.before = Promise.resolve();
    this.closed = 0;
  }

  later(request, answer) {
    setImmediate(() => answer(request));
    return request;
  }

  connection() {
    return {
      createObjectStore: (name, { keyPath }) => {
        assert.deepEqual([name, keyPath], ['keys', 'name']);
        this.rows = new Map();
      },
      transaction: () => this.transaction(),
      close: () => { this.closed += 1; },
    };
  }

  transaction() {
    const work = { error: new Error('the disk is full') };
    const queued = [];
    const store = {
      put: (row) => queued.push(() => this.rows.set(row.name, row)),
      get: (name) => {
        const request = {};
        queued.push(() => { request.result = this.rows.get(name); request.onsuccess(); });
        return request;
      },
    };
    work.objectStore = () => store;
    this.before = this.before.then(() => new Promise((done) => {
      setImmediate(() => {
        while (queued.length) { queued.shift()(); }
        if (this.fails) { work.onabort(); } else { work.oncomplete(); }
        done();
      });
    }));
    return work;
  }
}

function browser() {
  const document = { baseURI: 'https://votes.example/kiosk' };
  return { crypto: webcrypto, indexedDB: new Database(), btoa: globalThis.btoa, URL, document };
}

const hash = (what) => createHash('sha256').update(what).digest('hex');

/* What the server does with the header: the number, and whether the key signed just this. */
async function checked(header, published, { method, path, body }) {
  const [count, signature] = header.split(' ');
  const spki = Buffer.from(published, 'base64');
  const key = await webcrypto.subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']);
  const text = ['pb kiosk request 1', hash(spki).slice(0, 32), count, method, path, hash(body)].join('\n');
  const signed = await webcrypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' }, key, Buffer.from(signature, 'base64url'), Buffer.from(text),
  );
  return [Number(count), signed, /^[A-Za-z0-9_-]{86}$/.test(signature)];
}

async function withKey() {
  const window = browser();
  const published = await new Signer(window).makeKey();
  return { window, published, name: hash(Buffer.from(published, 'base64')).slice(0, 32) };
}

test('the private half cannot be had, not even by this page', async () => {
  const { window, name } = await withKey();
  const { key } = window.indexedDB.rows.get(name);
  assert.deepEqual([key.type, key.extractable, key.algorithm.namedCurve, key.usages], ['private', false, 'P-256', ['sign']]);
  for (const format of ['pkcs8', 'jwk']) {
    await assert.rejects(webcrypto.subtle.exportKey(format, key), ({ name: why }) => /^InvalidAccess/.test(why));
  }
});

test('a header says exactly this request, with a number that rises', async () => {
  const { window, published, name } = await withKey();
  const signer = new Signer(window);
  const sent = { method: 'POST', path: '/kiosk/next?a=%C3%A9', body: 'pin=2468&code=%C3%A9' };
  const first = await signer.header(name, sent.method, sent.path, sent.body);
  assert.deepEqual(await checked(first, published, sent), [2, true, true]);  // 1 was the trial
  for (const altered of [{ method: 'GET' }, { path: '/kiosk/next' }, { body: 'pin=2469' }]) {
    assert.deepEqual((await checked(first, published, { ...sent, ...altered }))[1], false);
  }
  const second = await signer.header(name, 'GET', '/kiosk', '');
  assert.deepEqual(await checked(second, published, { method: 'GET', path: '/kiosk', body: '' }), [3, true, true]);
});

test('two pages of one browser never take the same number', async () => {
  const { window, name } = await withKey();
  const stores = [new KeyStore(window.indexedDB), new KeyStore(window.indexedDB)];
  const taken = await Promise.all(Array.from({ length: 10 }, (_, turn) => stores[turn % 2].next(name)));
  assert.deepEqual(taken.map(({ count }) => count).sort((a, b) => a - b), [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  assert.equal(window.indexedDB.closed, 12);
});

test('the store goes on from a higher number, never from a lower one, and knows no strangers', async () => {
  const store = new KeyStore(new Database());
  await store.keep('a', 'key');
  await store.goOnFrom('a', 40);
  await store.goOnFrom('a', 7);
  await store.goOnFrom('b', 9);
  assert.deepEqual(await store.next('a'), { name: 'a', key: 'key', count: 41 });
  assert.equal(await store.next('b'), undefined);
});

test('what the disk did not take is not said to be kept', async () => {
  const database = Object.assign(new Database(), { fails: true });
  await assert.rejects(new KeyStore(database).keep('a', 'key'), /disk is full/);
  await assert.rejects(new Signer({ ...browser(), indexedDB: database }).makeKey(), /disk is full/);
  const shut = { open() { throw new Error('not in a private window'); } };
  await assert.rejects(new KeyStore(shut).next('a'), /private window/);
});

test('a key that comes back as another is none', async () => {
  const other = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const store = { keep: async () => {}, next: async () => ({ key: other.privateKey, count: 1 }) };
  await assert.rejects(new Signer(browser(), store).makeKey(), /another/);
});

/* `answers`: what the server says to each request; what was asked is in `asked`. */
function line(...answers) {
  const asked = [];
  return { asked, fetch: async (address, request) => { asked.push({ address, ...request }); return answers.shift(); } };
}

const answer = (headers = {}) => ({ headers: new Headers(headers) });

test('each request is signed as it is sent', async () => {
  const { window, published, name } = await withKey();
  const { asked, fetch } = line(answer());
  const body = new URLSearchParams({ pin: '2468', name: 'é &' });
  await signedFetch(window, fetch, name)('/kiosk/next?x=1#top', { method: 'POST', body, cache: 'no-store' });
  assert.deepEqual([asked[0].address, asked[0].cache, asked[0].body], ['/kiosk/next?x=1#top', 'no-store', body]);
  const sent = { method: 'POST', path: '/kiosk/next?x=1', body: body.toString() };
  assert.deepEqual(await checked(asked[0].headers[SIGNATURE], published, sent), [2, true, true]);
});

test('a browser that lost its last numbers goes on from the one that it is told, once', async () => {
  const { window, published, name } = await withKey();
  const [late, last] = [answer({ [COUNT]: '70' }), answer({ [COUNT]: '90' })];
  const { asked, fetch } = line(late, last);
  assert.equal(await signedFetch(window, fetch, name)('/kiosk', { method: 'GET' }), last);
  assert.equal(asked.length, 2);
  const numbers = asked.map(({ headers }) => headers[SIGNATURE].split(' ')[0]);
  assert.deepEqual(numbers, ['2', '71']);
  const sent = { method: 'GET', path: '/kiosk', body: '' };
  assert.deepEqual(await checked(asked[1].headers[SIGNATURE], published, sent), [71, true, true]);
});

test('where there is no key the server is told so, and says what to do', async () => {
  const { window } = await withKey();
  const broken = { ...window, indexedDB: Object.assign(new Database(), { rows: new Map(), fails: true }) };
  const cases = [[window, 'f'.repeat(32)], [window, undefined], [broken, 'a'], [{ ...window, crypto: {} }, 'a']];
  for (const [device, name] of cases) {
    const { asked, fetch } = line(answer());
    await signedFetch(device, fetch, name)('/kiosk', { method: 'GET' });
    assert.equal(asked[0].headers[SIGNATURE], 'none');
  }
});

test('a browser without WebCrypto or IndexedDB cannot keep keys', () => {
  assert.equal(canKeepKeys(browser()), true);
  for (const missing of [{ crypto: undefined }, { crypto: {} }, { indexedDB: undefined }]) {
    assert.equal(canKeepKeys({ ...browser(), ...missing }), false);
  }
});

const settled = () => new Promise((resolve) => { setImmediate(resolve); });

function pairing(makeKey, { window = browser(), value = '', keep = async () => {} } = {}) {
  const document = pageOf(`<div data-kiosk-no-key tabindex="-1" hidden>This browser cannot be a kiosk</div>
    <form data-kiosk-pairing><input type="hidden" name="public_key" value="${value}">
    <input name="next_pin" value=" 2468 "><input name="leave_pin" value="97531"><button>Set up</button></form>`);
  const sent = [];
  makeKioskKey(document, { window, makeKey, keep, send: (form) => sent.push(form.elements.namedItem('public_key').value) });
  return { document, sent, form: document.querySelector('form'), notice: document.querySelector('[data-kiosk-no-key]') };
}

test('the form is sent once, with the public half of a new key', async () => {
  const { form, sent, notice } = pairing(async () => 'PUBLIC');
  assert.deepEqual([fire(form, 'submit'), fire(form, 'submit')], [false, false]);
  await settled();
  assert.deepEqual([sent, notice.hidden], [['PUBLIC'], true]);
});

test('a form that came back for its PINs keeps its key, and the PIN that was typed now', async () => {
  const kept = [];
  const { form, sent } = pairing(async () => 'ANOTHER', { value: 'PUBLIC', keep: async (...pin) => { kept.push(pin); } });
  assert.equal(fire(form, 'submit'), false);
  await settled();
  assert.deepEqual([sent, kept], [['PUBLIC'], [['2468', undefined], ['97531', 'nextLeavePin']]]);
});

test('a tablet that cannot keep the PIN is a kiosk that needs a network', async () => {
  const { form, sent, notice } = pairing(async () => 'PUBLIC', { keep: async () => { throw new Error('the disk is full'); } });
  fire(form, 'submit');
  await settled();
  assert.deepEqual([sent, notice.hidden], [['PUBLIC'], true]);
});

test('a browser that cannot keep a key says so before anybody has typed, and the server decides', () => {
  const { form, notice } = pairing(async () => 'PUBLIC', { window: { ...browser(), crypto: {} } });
  assert.deepEqual([notice.hidden, fire(form, 'submit')], [false, true]);
});

test('a browser that fails while it makes the key says so, sends nothing, and can be tried again', async () => {
  let tries = 0;
  const { document, form, sent, notice } = pairing(async () => {
    tries += 1;
    if (tries === 1) { throw new Error('the disk is full'); }
    return 'PUBLIC';
  });
  fire(form, 'submit');
  await settled();
  assert.deepEqual([notice.hidden, document.activeElement, sent], [false, notice, []]);
  fire(form, 'submit');
  await settled();
  assert.deepEqual(sent, ['PUBLIC']);
});

test('other pages make no key', () => {
  makeKioskKey(pageOf('<form></form>'));
});
