/* Between two voters a kiosk becomes what the server has now: another version of the program, other screens. While a
   ballot is open nothing is changed. */
import { fetchScreens } from './fetched.mjs';

export class Upkeep {
  /* `isFree()`: no ballot is open in this page. `begin()` loads the start. */
  constructor({ window, store, post, device, isFree, begin }) {
    Object.assign(this, { window, store, post, device, isFree, begin });
    this.isFetching = false;
  }

  listen() {
    const { serviceWorker } = this.window.navigator;
    if (!serviceWorker) { return; }
    const had = Boolean(serviceWorker.controller);
    serviceWorker.addEventListener('controllerchange', () => { if (had && this.isFree()) { this.begin(); } });
    serviceWorker.getRegistration().then((registration) => {
      if (!registration) { return; }
      const follow = (coming) => { if (coming) { coming.addEventListener('statechange', () => { this.look(); }); } };
      follow(registration.installing);  // it may have begun in the document before this one
      registration.addEventListener('updatefound', () => follow(registration.installing));
    });
  }

  /* A new worker waits for ever unless it is told that it may take over. */
  async look() {
    const { serviceWorker } = this.window.navigator;
    const registration = serviceWorker && await serviceWorker.getRegistration();
    if (registration && registration.waiting && this.isFree() && !(await this.store.state()).visit) {
      registration.waiting.postMessage('take over');
    }
    return registration;
  }

  /* The server was heard, or a start has come after it was. Screens that were laid out for other scripts than these
     wait for those. */
  async heard() {
    const contact = await this.store.get('contact');
    const { screens } = this.device;
    const isNew = contact && contact.version && contact.version !== screens.version;
    if (!isNew || this.isFetching || !this.isFree()) { return; }
    this.isFetching = true;
    try {
      const registration = await this.look();
      if (registration) { await registration.update(); }
      this.device.screens = await fetchScreens({
        window: this.window, store: this.store, post: this.post, address: screens.addresses.screens,
      });
    } finally { this.isFetching = false; }
  }
}
