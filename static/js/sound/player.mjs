/* Reads texts aloud, one after another and one at a time: by a sound where there is one, else by a voice. */
import { FAILED, REFUSED } from './outcomes.mjs';

const SLOWER = 0.75;

export class Player {
  /* `readers`: the best first. `changed()` is called when something on the page must show it. */
  constructor(readers, changed = () => {}) {
    Object.assign(this, { readers, changed });
    this.isSlower = false;
    this.reset();
  }

  canRead(text) { return this.readers.some((reader) => reader.canRead(text)); }

  /* Read these texts for `owner`, whose buttons show how far it is: {sound, words, language}; `begin` is waited for. */
  async read(owner, texts) {
    this.stop();
    const turn = {};
    Object.assign(this, { turn, owner, state: 'playing' });
    this.changed();
    for (const text of texts) {
      if (text.begin) { await text.begin(); }
      const how = this.turn === turn && await this.readOne(text, turn);
      if (this.turn !== turn) { return; }
      if (how === REFUSED) { break; }
    }
    this.stop();
  }

  async readOne(text, turn) {
    for (const reader of this.readers.filter((each) => each.canRead(text))) {
      this.reader = reader;
      const how = await reader.read(text);
      if (this.turn !== turn || how !== FAILED) { return how; }
    }
    this.reader = null;
    return FAILED;
  }

  /* The one button: begins, pauses, goes on. */
  press(owner, texts) {
    if (this.owner !== owner || this.state === 'silent') { this.read(owner, texts()); return; }
    if (this.state === 'playing') { this.pause(); } else { this.goOn(); }
  }

  pause() {
    if (!this.reader) { this.stop(); return; }
    this.reader.pause();
    this.state = 'paused';
    this.changed();
  }

  goOn() {
    this.state = 'playing';
    this.changed();
    this.reader.goOn();
  }

  stop() {
    if (this.reader) { this.reader.stop(); }
    this.reset();
    this.changed();
  }

  slower(isSlower) {
    this.isSlower = isSlower;
    this.readers.forEach((reader) => reader.setRate(isSlower ? SLOWER : 1));
    this.changed();
  }

  reset() { Object.assign(this, { turn: null, owner: null, state: 'silent', reader: null }); }
}
