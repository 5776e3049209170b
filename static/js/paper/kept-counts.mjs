/* The numbers of a session's account stay on the device until they are sent: the page may be loaded again, or the
   telephone may put it away. Numbers only: no name, no reason, nothing of a vote. They are sent once; when the button
   was pressed without a connection, as soon as there is one. Without this script the form is sent as any other. */
const PREFIX = 'account ';
const AGAIN = 15000; // milliseconds until it is tried again
const ANSWER = 8000; // milliseconds for an answer: a mast that is there and sends nothing is no connection

export function keepCounts(document, more = {}) {
  const window = document.defaultView;
  const form = document.querySelector('[data-keep-counts]');
  const kept = new KeptCounts(more.storage || storageOf(window), PREFIX + window.location.pathname);
  if (form) { new AccountForm(form, kept, { ...timersOf(window), ...more }).start(); } else { kept.forget(); }
}

class AccountForm {
  constructor(form, kept, { fetch, setTimeout, clearTimeout }) {
    Object.assign(this, { form, kept, fetch, setTimeout, clearTimeout });
    this.window = form.ownerDocument.defaultView;
    this.said = form.querySelector('[data-said]');
    this.button = form.querySelector('[type="submit"]');
    this.pressed = false; // it is to be sent as soon as there is a connection
    this.sends = false; // there is one, and the browser sends it
    this.timer = null;
  }

  start() {
    if (this.bring()) { this.say(this.form.dataset.restored); }
    this.form.addEventListener('input', () => this.kept.keep(this.seen(), this.counts()));
    this.form.addEventListener('submit', (event) => this.submits(event));
    this.window.addEventListener('online', () => this.tryAgain());
    this.window.addEventListener('pageshow', ({ persisted }) => { if (persisted) { this.sends = false; } });
  }

  /* What the form carries of the account as it was: another account has come since where it differs. */
  seen() { return this.form.elements.namedItem('seen').value; }

  fields() { return [...this.form.querySelectorAll('input[inputmode="numeric"]')]; }

  counts() { return this.fields().reduce((all, { name, value }) => Object.assign(all, { [name]: value }), {}); }

  /* Whether numbers were brought back that the page does not show. */
  bring() {
    const counts = this.kept.found(this.seen());
    const other = this.fields().filter(({ name, value }) => name in counts && counts[name] !== value);
    other.forEach((field) => { field.value = counts[field.name]; });
    return other.length > 0;
  }

  submits(event) {
    if (this.sends) { return; }
    event.preventDefault();
    if (!this.pressed) { this.pressed = true; this.ask(); }
  }

  /* Any answer will do, a refusal too: then the form itself is sent, and its answer is a page. */
  async ask() {
    const stop = new this.window.AbortController();
    const late = this.setTimeout(() => stop.abort(), ANSWER);
    const how = { method: 'HEAD', cache: 'no-store', redirect: 'manual', signal: stop.signal };
    const isThere = await this.fetch(this.form.action, how).then(() => true, () => false);
    this.clearTimeout(late);
    if (isThere) { this.send(); } else { this.wait(); }
  }

  send() {
    this.pressed = false;
    this.sends = true;
    this.button.click();
  }

  wait() {
    this.say(this.form.dataset.noConnection);
    this.timer = this.setTimeout(() => this.tryAgain(), AGAIN);
  }

  tryAgain() {
    if (!this.pressed || !this.timer) { return; }
    this.clearTimeout(this.timer);
    this.timer = null;
    this.ask();
  }

  say(words) { this.said.textContent = words; }
}

class KeptCounts {
  constructor(storage, name) { Object.assign(this, { storage, name }); }

  /* A browser whose memory is full or closed keeps nothing: the page itself still has everything. */
  keep(seen, counts) {
    try { this.storage.setItem(this.name, JSON.stringify({ seen, counts })); } catch (error) { /* as said */ }
  }

  /* Numbers that were typed over the same account; those over an older one have arrived, or somebody was quicker. */
  found(seen) {
    try {
      const kept = JSON.parse(this.storage.getItem(this.name));
      if (kept && kept.seen === seen) { return kept.counts; }
    } catch (error) { /* nothing that can be read */ }
    this.forget();
    return {};
  }

  forget() { this.storage.removeItem(this.name); }
}

function timersOf(window) {
  const own = (name) => (...asked) => window[name](...asked);
  return { fetch: own('fetch'), setTimeout: own('setTimeout'), clearTimeout: own('clearTimeout') };
}

/* A browser that keeps nothing says so by an error. */
function storageOf(window) {
  try {
    return window.localStorage;
  } catch (error) {
    return { getItem: () => null, setItem() {}, removeItem() {} };
  }
}
