/* Between two voters a kiosk becomes what the server has now: another version of the program, other screens. While a
   ballot is open nothing is changed. What was cut off, or does not end, is tried again: at each start, at each contact,
   and after a pause. */
import { fetchScreens } from './fetched.mjs';

export class Upkeep {
  /* `isFree()`: no ballot is open in this page. `begin()` loads the start. `times`: {retryAfter, retryLatest,
     contactEvery} in seconds. */
  constructor({
    window, store, post, device, isFree, begin, times,
    setTimeout = (...task) => window.setTimeout(...task),
    clearTimeout = (id) => window.clearTimeout(id),
  }) {
    Object.assign(this, { window, store, post, device, isFree, begin, times, setTimeout, clearTimeout });
    this.isBusy = false;
    this.isAgain = false;
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
    if (this.isBusy) { this.isAgain = true; return; }
    if (!this.isFree()) { return; }  // a start comes after each ballot
    this.isBusy = true;
    this.isAgain = false;
    this.clearTimeout(this.timer);
    const isDone = await this.catchUp().catch(() => false);
    this.isBusy = false;
    this.failures = isDone ? 0 : this.failures + 1;
    if (isDone && !this.isAgain) { return; }
    this.timer = this.setTimeout(() => this.heard(), isDone ? 0 : this.pause() * 1000);
  }

  pause() { return Math.min(this.times.retryLatest, this.times.retryAfter * 2 ** (this.failures - 1)); }

  /* Whether nothing is left to be done. Where there is no new worker the screens are fetched all the same, because a
     project may be withdrawn; they count as those of before, so that the worker is asked for again. */
  async catchUp() {
    const registration = await this.look();
    const isComing = Boolean(registration && (registration.installing || registration.waiting));
    const contact = await this.store.get('contact');
    const { screens } = this.device;
    const isNew = Boolean(contact && contact.version && contact.version !== screens.version);
    if (!isNew && !isComing) { return true; }
    const isServed = await this.within(this.times.retryLatest, this.isServed(registration)).catch(() => false);
    if (isNew) { await this.within(this.times.contactEvery, this.fetchScreens(isServed)); }
    return isServed;
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
    const isOpen = Boolean((await this.store.state()).visit);
    const waiting = registration && registration.waiting;
    if (waiting && this.isFree() && !isOpen) { waiting.postMessage('take over'); }
    return registration;
  }

  /* Whether the worker is the one that the server has now. The document is loaded again when a new one takes over. */
  async isServed(registration) {
    if (!registration) { return true; }
    await registration.update();
    const coming = registration.installing || registration.waiting;
    if (!coming) { return true; }
    await past(coming, ['installing']);
    await this.look();
    await past(coming, ['installed', 'activating']);
    return coming.state === 'activated';
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
