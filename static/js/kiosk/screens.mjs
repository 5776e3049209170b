/* A kiosk put together: pages in place, requests signed, nobody's turn left open. */
import { signedFetch } from '../device-key/signing.mjs';
import { Idle } from './idle.mjs';
import { KeptSettings } from './kept-settings.mjs';
import { PageSwap } from '../ballot/page-swap.mjs';
import { Sending } from '../ballot/sending.mjs';

/* `start` starts the scripts of the page that is shown. What a kiosk needs to know stands in <meta name="kiosk">. An
   address that was typed in or loaded again shows nothing yet: nobody has signed for it. Its page is asked for here.
   `hush` silences what is read aloud; `answer`: who answers in place of the server, as `fetch` does. */
export function startKiosk(document, start, {
  goTo = (address) => document.defaultView.location.replace(address),
  now = () => Date.now(),
  setInterval = (...task) => document.defaultView.setInterval(...task),
  hush = () => {},
  ...ways
} = {}) {
  const kiosk = document.querySelector('meta[name="kiosk"]');
  const goToStart = () => goTo(kiosk.content);
  const kept = ways.answer ? null : new KeptSettings(document.defaultView);  // a tablet has its own store
  const begin = () => { start(); if (kept) { kept.shown(document); } };
  const swap = new PageSwap(document, begin, goToStart);
  const sending = new Sending({
    document,
    goTo,
    fetch: askerOf(document.defaultView, kiosk.dataset.key, ways),
    isSending: kiosk.dataset.isSending,
    tryingAgain: kiosk.dataset.tryingAgain,
    notSent: kiosk.dataset.notSent,
    show: (html) => idle.shown(swap.show(html)),
  });
  const idle = new Idle({
    document,
    now,
    goToStart,
    otherPageFor: Number(kiosk.dataset.otherPageFor),
    isBusy: () => sending.isBusy,
    end: (form) => { hush(); return sending.sendAndClear(form, kiosk.content); },
  });

  /* Any page of the kiosk; the start as the voter whose ballot is open wants it. */
  function askAgain(window) {
    const { href } = window.location;
    const isStart = href === new window.URL(kiosk.content, href).href;
    sending.open(href, kept && isStart ? kept.headers() : {});
  }

  begin();
  sending.listen();
  idle.listen(setInterval);
  if (document.querySelector('[data-kiosk-starting]')) { askAgain(document.defaultView); }
  document.defaultView.addEventListener('pageshow', (event) => { if (event.persisted) { goToStart(); } });
}

function askerOf(window, key, { answer, fetch = (...request) => window.fetch(...request) }) {
  return answer || signedFetch(window, fetch, key);
}
