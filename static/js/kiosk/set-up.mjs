/* A tablet that was set up as a kiosk makes itself ready to work without a network, while it still has one. Where it
   cannot, it says why on its start, and sends each press to the server. What a bad line has kept back is tried
   again. */
import { fetchScreens } from './fetched.mjs';

/* Why this browser cannot: the name of the words on the page that say so; '' where it can. */
export function whyOnline(window) {
  if (!window.isSecureContext) { return 'https'; }
  const { navigator, caches, indexedDB, crypto } = window;
  const has = navigator.serviceWorker && caches && indexedDB && crypto && crypto.subtle;
  return has ? '' : 'browser';
}

/* On the start that the server shows. `post`: a signed request; `contact`: says that the tablet is there, and gets
   ballots for it. */
export async function moveIn(document, {
  window = document.defaultView, store, key, post, contact,
  goTo = (address) => window.location.replace(address),
  setTimeout = (...task) => window.setTimeout(...task),
}) {
  const start = document.querySelector('[data-device]');
  if (!start) { return ''; }
  return attempt(0);

  async function attempt(failures) {
    const why = await tried(start.dataset);
    if (!why && !isTyping(document)) { goTo(start.dataset.device); return ''; }
    document.querySelectorAll('[data-why-online]').forEach((words) => {
      words.hidden = words.dataset.whyOnline !== why;
    });
    const isFinal = why === 'pin' || Boolean(whyOnline(window));
    if (!isFinal) { setTimeout(() => again(failures + 1), pause(start.dataset, failures) * 1000); }
    return why;
  }

  function again(failures) { return start.isConnected ? attempt(failures) : ''; }

  async function tried({ worker, scope, screens, answerWithin }) {
    const cannot = whyOnline(window);
    if (cannot) { return cannot; }
    try {
      if (!await store.belongsTo(key)) { return 'pin'; }
      if (!await isServed(window, { worker, scope })) { return 'browser'; }
      await fetchScreens({ window, store, post, address: screens });
      await contact();
      await store.set('keeps', await keepsWhatIsStored(window, answerWithin));
      return '';
    } catch (error) {
      return 'failed';
    }
  }
}

function pause({ retryAfter, retryLatest }, failures) { return Math.min(retryLatest, retryAfter * 2 ** failures); }

/* The start is not taken away under somebody's fingers. */
function isTyping(document) {
  return Array.from(document.querySelectorAll('[name="pin"], [name="code"]')).some(({ value }) => value);
}

/* Wait until the worker has fetched what it needs. False where the browser takes no such worker, or the network did not
   bring its script: no browser says which. */
export async function isServed(window, { worker, scope }) {
  const how = { type: 'module', scope };
  const registration = await window.navigator.serviceWorker.register(worker, how).catch(() => null);
  if (!registration) { return false; }
  const coming = registration.installing || registration.waiting;
  if (registration.active || !coming) { return Boolean(registration.active); }
  return new Promise((resolve, reject) => {
    coming.addEventListener('statechange', () => {
      if (coming.state === 'activated') { resolve(true); }
      if (coming.state === 'redundant') { reject(new Error('it could not fetch what it needs')); }
    });
  });
}

/* A browser that promises nothing may throw everything away when its disk is full. Firefox asks whoever stands before
   it, and waits for as long as nobody answers: the tablet does not, after so many seconds. */
async function keepsWhatIsStored(window, answerWithin) {
  const { storage } = window.navigator;
  if (!storage || !storage.persist) { return false; }
  const unanswered = new Promise((resolve) => { window.setTimeout(() => resolve(false), answerWithin * 1000); });
  return Boolean(await Promise.race([storage.persist(), unanswered]));
}
