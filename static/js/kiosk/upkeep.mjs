/* Between two voters a kiosk becomes what the server has now: another version of the program, other screens. While a
   ballot is open nothing is changed. What was cut off, or does not end, is tried again: at each start, at each contact,
   and after a pause. */
import { fetchScreens } from './fetched.mjs';

export class Upkeep {
  /* `isFree()`: no ballot is open in this page. `begin()` loads the start. `times`: {retryAfter, retryLatest,
     contactEvery} in seconds. `isPast`: the worker did not bring this document; `register()` makes one where the
     browser has lost it, and says whether there is one. */
  constructor({
    window, store, post, device, isFree, begin, times, isPast = false, register = async () => true,
    setTimeout = (...task) => window.setTimeout(...task),
    clearTimeout = (id) => window.clearTimeout(id),
  }) {
    Object.assign(this, { window, store, post, device, isFree, begin, times, isPast, register });
    Object.assign(this, { setTimeout, clearTimeout });
    this.isBusy = false;
    this.isAskedAgain = false;
    this.failures = 0;
    this.timer = null;
  }

  listen() {
    const { serviceWorker } = this.window.navigator;
    if (!serviceWorker) { return; }
    const had = Boolean(serviceWorker.controller);
    serviceWorker.addEventListener('controllerchange', () => { if (had && this.isFree()) { this.begin(); } });
    serviceWorker.getRegistration().then((registration) => {
      if (!registration) { return; }
      const follow = (coming) => { if (coming) { coming.addEventListener('statechange', () => { this.heard(); }); } };
      follow(registration.installing);  // it may have begun in the document before this one
      registration.addEventListener('updatefound', () => follow(registration.installing));
    });
  }

  /* A start has come, the server was heard, or a worker was installed or failed. */
  async heard() {
    if (this.isBusy) { this.isAskedAgain = true; return; }
    if (!this.isFree()) { return; }  // a start comes after each ballot
    this.isBusy = true;
    this.isAskedAgain = false;
    this.clearTimeout(this.timer);
    const isDone = await this.catchUp().catch(() => false);
    this.isBusy = false;
    this.failures = isDone ? 0 : this.failures + 1;
    if (isDone && !this.isAskedAgain) { return; }
    this.timer = this.setTimeout(() => this.heard(), isDone ? 0 : this.pause() * 1000);
  }

  pause() { return Math.min(this.times.retryLatest, this.times.retryAfter * 2 ** (this.failures - 1)); }

  /* Whether nothing is left to be done. Where there is no new worker the screens are fetched all the same, because a
     project may be withdrawn; they count as those of before, so that the worker is asked for again. */
  async catchUp() {
    const registration = await this.look();
    const isNew = await this.isNew();
    if (!isNew && this.isWhole(registration)) { return true; }
    const isServed = await this.within(this.times.retryLatest, this.isServed(registration)).catch(() => false);
    if (isServed) { this.isPast = false; }
    if (isNew) { await this.within(this.times.contactEvery, this.fetchScreens(isServed)); }
    return isServed;
  }

  /* Whether the server has told of other screens than these. */
  async isNew() {
    const contact = await this.store.get('contact');
    return Boolean(contact && contact.version && contact.version !== this.device.screens.version);
  }

  /* Whether there is a worker that answers, and none that comes. */
  isWhole(registration) {
    if (!this.window.navigator.serviceWorker) { return true; }
    return Boolean(registration) && !this.isPast && !registration.installing && !registration.waiting;
  }

  async fetchScreens(isServed) {
    const { window, store, post, device } = this;
    const { addresses, version } = device.screens;
    const as = isServed ? {} : { version };
    device.screens = await fetchScreens({ window, store, post, address: addresses.screens, as });
  }

  /* A new worker waits for ever unless it is told that it may take over. */
  async look() {
    const { serviceWorker } = this.window.navigator;
    const registration = serviceWorker && await serviceWorker.getRegistration();
    const isOpen = Boolean((await this.store.state()).turn);
    const waiting = registration && registration.waiting;
    if (waiting && this.isFree() && !isOpen) { waiting.postMessage('take over'); }
    return registration;
  }

  /* Whether the worker is the one that the server has now. The document is loaded again when a new one takes over. */
  async isServed(registration) {
    if (!registration) { return this.window.navigator.serviceWorker ? this.register() : true; }
    await registration.update();  // also one that is there and answers nothing, as half an answer may have been empty
    const coming = registration.installing || registration.waiting;
    if (!coming) { return true; }
    await past(coming, ['installing']);
    await this.takenOver(coming);
    await past(coming, ['activating']);
    return coming.state === 'activated';
  }

  /* Chromium lets a worker take over when the one before it has nothing to do. It may see no end of that for minutes,
     where a document was left while it was sending. */
  async takenOver(coming) {
    const { retryAfter, retryLatest } = this.times;
    for (let asked = 0; coming.state === 'installed' && asked < retryLatest / retryAfter; asked += 1) {
      await this.look();
      await this.within(retryAfter, past(coming, ['installed'])).catch(() => {});
    }
    if (coming.state === 'installed' && this.isFree()) { this.begin(); }  // it sees the end when this document goes
  }

  /* What the browser or a line never answers is given up after so many seconds. */
  within(seconds, work) {
    let timer;
    const tooLate = new Promise((_, fail) => {
      timer = this.setTimeout(() => fail(new Error('no end in time')), seconds * 1000);
    });
    return Promise.race([work, tooLate]).finally(() => this.clearTimeout(timer));
  }
}

/* Wait until a worker is in none of these states any more. */
function past(worker, states) {
  return new Promise((resolve) => {
    const look = () => { if (!states.includes(worker.state)) { resolve(); } };
    worker.addEventListener('statechange', look);
    look();
  });
}
