/* The corner of the team: behind the PIN to end it says how it goes on this tablet, with a network or without. */
import { PinGate } from '../device-key/pin-gate.mjs';
import { parsed, withWords, written } from './filled.mjs';
import { showState } from './start-screen.mjs';
import { problemOf, withWait } from './wrong-pins.mjs';

const PIN = /^\d{4,}$/;
const NAME = 'leavePin';

export class Corner {
  constructor({ window, store, now, screens }) {
    Object.assign(this, { window, store, now });
    this.isInside = false;
    this.gate = new PinGate({ store, crypto: window.crypto, now, rules: screens.pins, name: NAME });
  }

  /* Whether somebody who is inside wants to try the ballot. Once for each PIN. */
  isTrial(form) {
    const isInside = this.isInside && form.has('trial');
    this.isInside = false;
    return isInside;
  }

  /* The page that comes next: the question for the PIN, what is wrong with it, or the corner. */
  async answer(screens, form) {
    if (!await this.store.get(NAME)) { return this.door(screens, 'notKnown'); }
    if (!form.has('pin')) { return this.door(screens); }
    const typed = form.get('pin').trim();
    if (!typed) { return this.door(screens, 'missingEnd'); }
    const { isRight, wait } = PIN.test(typed) ? await this.gate.looks(typed) : { isRight: false, wait: 0 };
    return isRight ? this.inside(screens) : this.door(screens, problemOf(wait), wait);
  }

  door({ pages: { en }, said }, problem = '', seconds = 0) {
    const page = parsed(this.window, problem ? en.doorAgain : en.door);
    if (problem) { withWords(page, 'problem', withWait(said.en.problems[problem], seconds)); }
    return written(page, this.window.document);
  }

  async inside({ pages: { en }, hours }) {
    this.isInside = true;
    const page = parsed(this.window, en.corner);
    const state = await this.store.state();
    showState(page, { state, hours, clock: this.now(), keeps: await this.store.get('keeps') });
    page.querySelectorAll('[data-count]').forEach((each) => { each.textContent = state[each.dataset.count]; });
    return written(page, this.window.document);
  }
}
