/* What a kiosk's browser remembers of its screen: how large it shows things, and which screen that was. It has nothing
   of a voter. */
import { isSameScreen, screenOf } from './arithmetic.mjs';

const PLACE = 'pb-kiosk-screen';

export class KeptScreen {
  /* `kiosk` is the name of the kiosk's key: what was measured for another one is not believed. */
  constructor(window, kiosk) {
    Object.assign(this, { window, kiosk });
  }

  keep(pxPerMetre) {
    const { kiosk, window } = this;
    window.localStorage.setItem(PLACE, JSON.stringify(Object.assign({ kiosk, pxPerMetre }, screenOf(window))));
  }

  forget() { this.window.localStorage.removeItem(PLACE); }

  /* Pixels to a metre of the screen as it is now; 0 where it was not measured, or is another one since. */
  now() {
    const kept = this.read();
    const stands = kept && kept.kiosk === this.kiosk && isSameScreen(kept, screenOf(this.window));
    return stands && kept.pxPerMetre > 0 ? kept.pxPerMetre : 0;
  }

  read() {
    try {
      return JSON.parse(this.window.localStorage.getItem(PLACE));
    } catch (error) {
      return null;  // no storage, or somebody else's words in it
    }
  }
}
