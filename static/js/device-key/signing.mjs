/* How a kiosk signs its requests. What is signed is written once here and once in
   pb/voting/rules/request_signatures.py; docs/safety.md tells what it is worth. */
import { KeyStore } from './key-store.mjs';

export const SIGNATURE = 'PB-Kiosk-Signature';
export const COUNT = 'PB-Kiosk-Count';
/* Sent in place of a signature by a browser that has no key any more: the server says what to do. */
export const NONE = 'none';

const REFUSED = 403;
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNED = { name: 'ECDSA', hash: 'SHA-256' };

/* Whether this browser can keep a key; over http, and in some private windows, it cannot. */
export function canKeepKeys({ crypto, indexedDB }) {
  return Boolean(crypto && crypto.subtle && indexedDB);
}

export class Signer {
  /* `window` gives crypto, indexedDB and btoa. */
  constructor(window, store = new KeyStore(window.indexedDB)) {
    this.subtle = window.crypto.subtle;
    this.btoa = (text) => window.btoa(text);
    this.store = store;
  }

  /* A key that cannot leave this browser, kept and tried out. Its public half, for the server. */
  async makeKey() {
    const { privateKey, publicKey } = await this.subtle.generateKey(CURVE, false, ['sign', 'verify']);
    const published = await this.subtle.exportKey('spki', publicKey);
    const name = hex(await this.subtle.digest('SHA-256', published)).slice(0, 32);
    await this.store.keep(name, privateKey);
    const text = bytes(name);
    const kept = await this.store.next(name);
    if (!await this.subtle.verify(SIGNED, publicKey, await this.subtle.sign(SIGNED, kept.key, text), text)) {
      throw new Error('the key that was kept is another');
    }
    return this.base64(published);
  }

  /* The header for one request; `path` with the question, `body` as it is sent. */
  async header(name, method, path, body) {
    const kept = name && await this.store.next(name);
    if (!kept) { return NONE; }
    const digest = hex(await this.subtle.digest('SHA-256', bytes(body)));
    const text = ['pb kiosk request 1', name, kept.count, method, path, digest].join('\n');
    const signature = await this.subtle.sign(SIGNED, kept.key, bytes(text));
    return `${kept.count} ${this.base64(signature).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')}`;
  }

  base64(buffer) {
    return this.btoa(String.fromCharCode(...new Uint8Array(buffer)));
  }
}

/* `fetch` of a kiosk: each request is signed with the key of that name. A browser that lost its last numbers (a power
   cut) is told the highest that was taken, and sends once more. */
export function signedFetch(window, fetch, name) {
  const signer = canKeepKeys(window) ? new Signer(window) : { header: async () => NONE };

  async function send(address, request) {
    const url = new window.URL(address, window.document.baseURI);
    const body = request.body ? request.body.toString() : '';
    const signature = await signer.header(name, request.method, url.pathname + url.search, body).catch(() => NONE);
    const headers = Object.assign({}, request.headers, { [SIGNATURE]: signature });
    return fetch(address, Object.assign({}, request, { headers }));
  }

  return async (address, request) => {
    const answer = await send(address, request);
    const count = Number(answer.headers.get(COUNT));
    if (!count) { return answer; }
    await signer.store.goOnFrom(name, count);
    return send(address, request);
  };
}

/* A signed request with JSON, without a page: {isStranger, json}. A stranger is who has no key that the server knows.
   Any other answer than those two is an error, and so is none within `seconds`. */
export function signedPost(window, signed, seconds) {
  return async (address, values) => {
    const controller = new window.AbortController();
    const timer = window.setTimeout(() => controller.abort(), seconds * 1000);
    try {
      const answer = await signed(address, {
        method: values ? 'POST' : 'GET',
        body: values ? JSON.stringify(values) : undefined,
        headers: values ? { 'Content-Type': 'application/json' } : {},
        credentials: 'same-origin',
        cache: 'no-store',
        signal: controller.signal,
      });
      if (answer.status === REFUSED) { return { isStranger: true, json: null }; }
      if (!answer.ok) { throw new Error(`the server answered ${answer.status}`); }
      return { isStranger: false, json: await answer.json() };
    } finally { window.clearTimeout(timer); }
  };
}

/* Addresses and forms on their way have no other characters than these. */
function bytes(text) {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
