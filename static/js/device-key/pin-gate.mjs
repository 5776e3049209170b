/* The facilitator's PIN, looked at on the tablet itself. It is a gate for the screen and no more: whoever takes a
   tablet apart finds four digits soon. What a tablet may open is in the server's hands (docs/safety.md). */
const ROUNDS = 600000;
const NAME = 'pin';

/* What is kept of a PIN of a kiosk that is being set up: no more than is needed to know it again. `name`: nextPin or
   nextLeavePin. */
export async function keepPin(store, crypto, pin, name = 'nextPin') {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  await store.set(name, { salt, hash: await hashOf(crypto, pin, salt), wrong: 0, freeAt: 0 });
}

export class PinGate {
  /* `rules`: {free, waits, most, locked}: so many wrong ones are free, then comes a wait of so many seconds, and after
     the most wrong ones a long one. `now()` in milliseconds. `name`: of which PIN; the server is told of wrong ones
     for the next voter only. */
  constructor({ store, crypto, now, rules, name = NAME }) {
    Object.assign(this, { store, crypto, now, rules, name });
  }

  /* {isRight, wait}: the seconds to wait before another PIN is looked at. A wait is written down before the PIN is
     looked at, so that loading the page again is no way round it. */
  async looks(typed) {
    const kept = await this.store.get(this.name);
    const wait = Math.ceil((kept.freeAt - this.now()) / 1000);
    if (wait > 0 && wait <= this.longestWait()) { return { isRight: false, wait }; }
    const wrong = kept.wrong + 1;
    const freeAt = this.now() + this.waitAfter(wrong) * 1000;
    await this.store.set(this.name, Object.assign({}, kept, { wrong, freeAt }));
    const hash = await hashOf(this.crypto, typed, kept.salt);
    if (hash === kept.hash) {
      await this.store.set(this.name, Object.assign({}, kept, { wrong: 0, freeAt: 0 }));
      return { isRight: true, wait: 0 };
    }
    if (this.name === NAME) { await this.store.wrongPin(); }
    return { isRight: false, wait: this.waitAfter(wrong) };
  }

  waitAfter(wrong) {
    const { free, waits, most, locked } = this.rules;
    if (wrong >= most) { return locked; }
    return wrong < free ? 0 : waits[Math.min(wrong - free, waits.length - 1)];
  }

  /* A clock that was set back must not shut a kiosk for a year. */
  longestWait() { return Math.max(this.rules.locked, ...this.rules.waits); }
}

async function hashOf(crypto, pin, salt) {
  const typed = Uint8Array.from(String(pin), (digit) => digit.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS };
  const bits = new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
  return Array.from(bits, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
