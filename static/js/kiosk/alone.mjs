/* A kiosk that needs no network, put together: the tablet answers its own screens, and what it has to say goes to the
   server whenever there is a way. */
import { PinGate } from '../device-key/pin-gate.mjs';
import { signedFetch, signedPost } from '../device-key/signing.mjs';
import { Device } from './device.mjs';
import { startKiosk } from './screens.mjs';
import { Sender } from './sender.mjs';
import { isServed, moveIn } from './set-up.mjs';
import { randomBelow, Store } from './store.mjs';
import { Upkeep } from './upkeep.mjs';

/* On the tablet's own first document. Whoever finds nothing here begins at the server's. */
export async function startAlone(document, start, { hush, window = document.defaultView } = {}) {
  const kiosk = document.querySelector('meta[name="kiosk"]');
  const begin = () => window.location.replace(kiosk.content);
  const store = new Store(window.indexedDB, randomBelow(window.crypto));
  const [key, screens] = [await store.get('key'), await store.get('screens')];
  if (!key || !screens) { window.location.replace(kiosk.dataset.online); return; }
  kiosk.dataset.key = key;
  const post = postOf(window, key, Number(kiosk.dataset.answerWithin));
  const device = new Device({
    window, store, screens, send: () => sender.go(),
    gate: new PinGate({ store, crypto: window.crypto, now: () => Date.now(), rules: screens.pins }),
  });
  const upkeep = new Upkeep({
    window, store, post, device, begin, isFree, times: screens.times, isPast: isPastTheWorker(window),
    register: () => isServed(window, kiosk.dataset),
  });
  const sender = senderOf({ window, store, post, screens, changed: () => changed().catch(() => {}) });
  startKiosk(document, start, { hush, answer: (address, request) => device.fetch(address, request) });
  upkeep.listen();
  upkeep.heard();  // of what the last contact said, which may have come while a ballot was open
  sender.go();

  /* Between two voters, also while the start is on its way: on the saved screen somebody writes the receipt down. */
  function isFree() {
    return !device.turn && (isStart(document) || Boolean(document.querySelector('[data-kiosk-starting]')));
  }

  /* The server was heard, or votes have gone: the start says so where it is shown. */
  async function changed() {
    if (isStart(document)) { await device.showState(document); }
    await upkeep.heard();
  }
}

/* Whether the browser has asked the network for this document, as if there were no worker. */
function isPastTheWorker({ performance }) {
  const [how] = performance && performance.getEntriesByType ? performance.getEntriesByType('navigation') : [];
  return Boolean(how) && how.workerStart === 0;
}

function isStart(document) { return Boolean(document.querySelector('[data-kiosk-start]')); }

/* On the server's start: become such a kiosk, if this browser can. */
export async function moveInto(document, { window = document.defaultView } = {}) {
  const kiosk = document.querySelector('meta[name="kiosk"]');
  if (!document.querySelector('[data-device]') || !kiosk || !kiosk.dataset.key) { return; }
  const { key } = kiosk.dataset;
  const store = new Store(window.indexedDB, randomBelow(window.crypto));
  const post = postOf(window, key, Number(kiosk.dataset.answerWithin));
  const contact = async () => {
    const sender = senderOf({ window, store, post, screens: await store.get('screens') });
    await sender.contact();
  };
  await moveIn(document, { window, store, key, post, contact });
}

function postOf(window, key, answerWithin) {
  return signedPost(window, signedFetch(window, (...request) => window.fetch(...request), key), answerWithin);
}

function senderOf({ window, store, post, screens, changed }) {
  const { addresses, times, atOnce, wanted } = screens;
  return new Sender({ window, store, post, addresses, times, atOnce, wanted, changed });
}
