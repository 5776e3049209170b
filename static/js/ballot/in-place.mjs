/* The voter's screens at home, one after another in the same document and sent by a script: what is sent as a form, a
   browser writes with the code and the choices into the files of its profile, and a library's computer is shared. */
import { KeptBallot } from './kept-ballot.mjs';
import { PageSwap } from './page-swap.mjs';
import { Sending } from './sending.mjs';

/* `start` starts the scripts of the page that is shown; `steps` are those that Back undoes. */
export function startBallot(document, start, steps, {
  fetch = (...request) => document.defaultView.fetch(...request),
  goTo = (address) => document.defaultView.location.replace(address),
} = {}) {
  const about = document.querySelector('meta[name="ballot"]');
  start();
  if (!about) { return; }
  const goToStart = () => goTo(about.dataset.start);
  const swap = new PageSwap(document, start, goToStart);
  const sending = new Sending({
    document,
    fetch: (address, request) => { kept.sends(address); return fetch(address, request); },
    goTo,
    show,
    isSending: about.dataset.isSending,
    tryingAgain: about.dataset.tryingAgain,
    notSent: about.dataset.notSent,
  });
  const kept = new KeptBallot({ document, fetch, addresses: about.dataset });
  sending.listen();
  goOn(document, kept, sending, goToStart);

  function show(html) {
    const before = screenName(document);
    const left = swap.snapshot();
    swap.show(html);
    kept.came();
    const now = screenName(document);
    if (!now) { steps.forget(); } else if (now !== before) { steps.add(() => goBackTo(left)); }
  }

  /* The page that was left, as the voter has set the screens since. */
  function goBackTo(left) {
    if (sending.isBusy) { return; }  // its answer comes to the page that asked
    const wished = settingsOf(document);
    const noted = notedOn(document);
    swap.putBack(left);
    takeAlong(document, noted);
    kept.soon();
    const form = document.getElementById('voter-form');
    const button = document.querySelector('button[name="text_size"]');
    const isAsWished = Object.entries(settingsOf(document)).every(([name, value]) => wished[name] === value);
    if (form && button && !isAsWished) { sending.send(form, null, button.getAttribute('formaction'), wished); }
  }
}

/* What is chosen on the ballot, as it would be sent. */
function notedOn(document) {
  const form = document.getElementById('voter-form');
  const isBallot = Boolean(form && form.elements.noted && form.elements.noted.value);
  return isBallot ? { draft: form.elements.draft.value, noted: form.elements.noted.value } : null;
}

/* The first screen was made before anything was chosen. Whoever goes back to it and on again finds their choices. */
function takeAlong(document, chosen) {
  if (!chosen || screenName(document) !== 'declaration') { return; }
  const form = document.getElementById('voter-form');
  if (!form.elements.noted) {
    const field = document.createElement('input');
    Object.assign(field, { type: 'hidden', name: 'noted' });
    form.append(field);
  }
  Object.entries(chosen).forEach(([name, value]) => { form.elements[name].value = value; });
}

/* A page that was loaded again goes on where it was; one that the browser brings back from its memory begins again. */
function goOn(document, kept, sending, goToStart) {
  kept.listen();
  const wasCasting = kept.wasCasting();
  const found = kept.found();
  if (found) {
    bringBack(document, () => sending.sendTo(kept.addresses.again, found));
  } else if (wasCasting) {
    reveal(document.querySelector('[data-may-be-saved]'), true);
  }
  document.defaultView.addEventListener('pageshow', (event) => { if (event.persisted) { goToStart(); } });
}

/* No field waits for a code while the ballot is on its way. */
async function bringBack(document, bring) {
  const form = document.getElementById('voter-form');
  const words = document.querySelector('[data-coming-back]');
  reveal(form, false);
  reveal(words, true);
  await bring();
  reveal(form, true);
  reveal(words, false);
}

function reveal(element, isShown) {
  if (element) { element.hidden = !isShown; }
}

/* The settings of the page, by the names that pb/pages/vote/screen_settings.py reads. */
function settingsOf({ documentElement }) {
  const { textSize, colours, sound, language } = documentElement.dataset;
  return { text_size: textSize, colours, sound, language };
}

/* Which of the voter's screens this is; none once the vote is cast or refused. */
function screenName(document) {
  const field = document.querySelector('#voter-form [name="page"]');
  return field ? field.value : '';
}
