/* How the voter wants the screens of a kiosk that sends each press: they are in the sealed ballot, which goes with its
   page. So that the start can ask that voter in their language, size and colours after a reload, the browser remembers
   these four, and nothing else, while a ballot is open. */
const NAME = 'pb-kiosk-settings';
const HEADER = 'PB-Kiosk-Settings';  // not in the address, which lands in logs

export class KeptSettings {
  constructor(window) {
    this.window = window;
  }

  /* A page is shown. Whoever comes next begins with the usual settings. */
  shown(document) {
    if (document.querySelector('[data-nobody-votes], [data-kiosk-clear]')) { this.write(null); }
    if (!document.querySelector('[name="draft"]')) { return; }
    const { textSize, colours, sound, language } = document.documentElement.dataset;
    this.write({ text_size: textSize, colours, sound, language });
  }

  /* With which the start is asked for. */
  headers() {
    const said = new URLSearchParams();
    Object.entries(this.read()).forEach(([name, value]) => said.set(`${name}_now`, value));
    return said.toString() ? { [HEADER]: said.toString() } : {};
  }

  read() {
    try {
      return JSON.parse(this.window.localStorage.getItem(NAME)) || {};
    } catch (error) {
      return {};
    }
  }

  /* A browser that keeps nothing, or whose disk is full, asks in English. */
  write(settings) {
    try {
      const { localStorage } = this.window;
      if (settings) { localStorage.setItem(NAME, JSON.stringify(settings)); } else { localStorage.removeItem(NAME); }
    } catch (error) {
      return;
    }
  }
}
