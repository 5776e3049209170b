/* How a ballot is opened on a tablet: by the facilitator's PIN, with the code of a card where voters bring one; and how
   one goes on whose page was lost. */
import { hasItsCard, typedCard, withItsCard } from './cards.mjs';
import { TURN } from './facts.mjs';
import { asLeft } from './left-open.mjs';
import { whyClosed } from './start-screen.mjs';
import { problemOf } from './wrong-pins.mjs';

const PIN = /^\d{4,}$/;

/* The page that comes next. The code is looked at after the PIN, so that it tells nothing to others. */
export async function nextVoter(device, form) {
  const { gate, store, screens } = device;
  const pin = (form.get('pin') || '').trim();
  const typed = { helped: form.has('assisted'), code: form.get('code') };
  if (!pin) { return device.start('missing', { typed }); }
  const { isRight, wait } = PIN.test(pin) ? await gate.looks(pin) : { isRight: false, wait: 0 };
  if (!isRight) { return device.start(problemOf(wait), { typed, seconds: wait }); }
  if (whyClosed(await store.state(), screens.hours, device.now())) { return device.start(); }
  const { code, problem } = typedCard(typed.code, screens);
  if (problem) { return device.start(problem, { typed, name: 'startAgainCard' }); }
  return device.begin(await withItsCard(device, await store.begin(typed.helped), code));
}

/* What was typed with a wrong PIN is typed once only, and the tick stays. */
export function keepTyped(page, { helped = false, code = '' }) {
  const field = page.querySelector('[name="code"]');
  if (field && code) { field.setAttribute('value', code); }
  if (helped) { page.querySelector('[name="assisted"]').setAttribute('checked', ''); }
}

/* A ballot that lost its card in a power cut ends: its voter begins again with the card. */
export async function goOn(device) {
  const { store, screens } = device;
  const left = asLeft(await store.get(TURN), screens.pages);
  if (!left || hasItsCard(left, screens)) { return device.begin(left); }
  await device.end();
  return device.start();
}
