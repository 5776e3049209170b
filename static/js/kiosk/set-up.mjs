/* A tablet that was set up as a kiosk makes itself ready to work without a network, while it still has one. Where it
   cannot, it says why on its start, and sends each press to the server. */
import { fetchScreens } from './fetched.mjs';

/* Why this browser cannot: the name of the words on the page that say so; '' where it can. */
export function whyOnline(window) {
  if (!window.isSecureContext) { return 'https'; }
  const { navigator, caches, indexedDB, crypto } = window;
  const has = navigator.serviceWorker && caches && indexedDB && crypto && crypto.subtle;
  return has ? '' : 'browser';
}

/* On the start that the server shows. `post`: a signed request; `sender`: says that the tablet is there, and gets
   ballots for it. */
export async function moveIn(document, {
  window = document.defaultView, store, key, post, contact,
  goTo = (address) => window.location.replace(address),
}) {
  const start = document.querySelector('[data-device]');
  if (!start) { return ''; }
  const why = await tried(start.dataset);
  if (!why) { goTo(start.dataset.device); return ''; }
  const words = document.querySelector(`[data-why-online="${why}"]`);
  if (words) { words.hidden = false; }
  return why;

  async function tried({ worker, scope, screens }) {
    const cannot = whyOnline(window);
    if (cannot) { return cannot; }
    try {
      if (!await store.belongsTo(key)) { return 'pin'; }
      if (!await isServed(window, worker, scope)) { return 'browser'; }
      await fetchScreens({ window, store, post, address: screens });
      await contact();
      await store.set('keeps', await keepsWhatIsStored(window));
      return '';
    } catch (error) {
      return 'failed';
    }
  }
}

/* Wait until the worker has fetched what it needs. */
async function isServed(window, address, scope) {
  const how = { type: 'module', scope };
  const registration = await window.navigator.serviceWorker.register(address, how).catch(() => null);
  if (!registration) { return false; }
  const coming = registration.installing || registration.waiting;
  if (registration.active || !coming) { return Boolean(registration.active); }
  return new Promise((resolve) => {
    coming.addEventListener('statechange', () => {
      if (coming.state === 'activated') { resolve(true); }
      if (coming.state === 'redundant') { resolve(false); }
    });
  });
}

/* A browser that promises nothing may throw everything away when its disk is full. */
async function keepsWhatIsStored({ navigator: { storage } }) {
  return Boolean(storage && storage.persist && await storage.persist());
}
