/* A browser that can work without a network, as much of it as the scripts of a kiosk use. */
import { webcrypto } from 'node:crypto';

import { IDBFactory } from 'fake-indexeddb';

import { caches } from './caches.mjs';

export const SCREENS = {
  version: '1', media: ['/media/a'],
  addresses: { contact: '/kiosk/contact', votes: '/kiosk/votes', screens: '/kiosk/screens', start: '/kiosk/device' },
  times: { retryAfter: 1, retryLatest: 2, contactEvery: 3 }, atOnce: 10, wanted: 20, hours: [], pins: {},
  pages: {
    en: {
      start: `<html data-kiosk><head><title>Ready</title></head><body><main id="main" tabindex="-1"><div data-kiosk-start>
        <b data-fact="left"></b></div></main></body></html>`,
    },
  },
};
export const settled = async () => {
  for (let turn = 0; turn < 40; turn += 1) { await new Promise((done) => { setTimeout(done, 5); }); }
};

export function browser(more = {}) {
  const coming = { state: 'installing', listeners: [], addEventListener(_, act) { this.listeners.push(act); } };
  const become = (state) => { coming.state = state; coming.listeners.forEach((act) => act()); };
  const registration = {
    installing: coming, active: null, update: async () => {}, addEventListener() {}, ...more.registration,
  };
  const serviceWorker = {
    register: async () => registration, getRegistration: async () => registration, addEventListener() {},
    ...more.serviceWorker,
  };
  const window = {
    isSecureContext: true, indexedDB: new IDBFactory(), crypto: webcrypto, caches: caches(),
    navigator: { serviceWorker, storage: { persist: async () => true } },
    setTimeout() {},
    fetch: async (address) => new Response(`picture ${address}`), ...more.window,
  };
  return { window, become, registration, serviceWorker };
}
