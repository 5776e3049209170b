/* Loading the page again loses nothing: what it shows is sealed by the server after each press and kept in the memory
   of this tab. That text opens for this sitting alone, for ten minutes, and not after casting
   (pb/pages/vote/reloaded.py). */
const NAME = 'ballot';
const CASTING = 'casting';  // that a cast is on its way, and nothing of it
const SOON = 100;  // milliseconds after the last press

/* What the script of the ballot keeps of it. `addresses`: { keep, again, leave, cast }. */
export class KeptBallot {
  constructor({
    document, fetch, addresses,
    storage = storageOf(document.defaultView),
    setTimeout = (...task) => document.defaultView.setTimeout(...task),
    clearTimeout = (id) => document.defaultView.clearTimeout(id),
  }) {
    Object.assign(this, { document, fetch, addresses, storage, setTimeout, clearTimeout });
    this.timer = null;
    this.last = '';
  }

  /* A press may change what is to be kept. A link that leads elsewhere ends it. */
  listen() {
    this.document.addEventListener('click', (event) => {
      const link = event.target.closest('a[href]');
      if (!link) { this.soon(); } else if (leadsAway(link)) { this.leave(); }
    });
  }

  /* A page was shown, or pressed. One without a ballot, as after casting, ends it at once. */
  soon() {
    this.clearTimeout(this.timer);
    if (!this.form()) { this.forget(); return; }
    this.timer = this.setTimeout(() => this.keep(), SOON);
  }

  /* A cast is sent: whoever loads the page before its answer is there is told that it may have arrived. */
  sends(address) {
    if (address.endsWith(this.addresses.cast)) { this.isWritten(CASTING, 'yes'); }
  }

  wasCasting() { return Boolean(this.storage.getItem(CASTING)); }

  /* The answer to what was sent is shown. */
  came() {
    this.storage.removeItem(CASTING);
    this.soon();
  }

  form() {
    const form = this.document.getElementById('voter-form');
    return form && form.elements.draft ? form : null;
  }

  async keep() {
    const form = this.form();
    if (!form) { return; }
    const { FormData } = this.document.defaultView;
    const body = new URLSearchParams(new FormData(form));
    const now = body.toString();
    if (now === this.last) { return; }
    this.last = now;
    const sealed = await this.sealed(body);
    if (this.last !== now || form !== this.form()) { return; }  // another press or page has come since
    if (!sealed || !this.isWritten(NAME, sealed)) { this.forget(); }
  }

  /* A browser whose memory is full or closed keeps nothing. */
  isWritten(name, text) {
    try {
      this.storage.setItem(name, text);
      return true;
    } catch (error) {
      return false;
    }
  }

  /* Nothing is said where it fails: the page itself still has everything. */
  async sealed(body) {
    try {
      const answer = await this.post(this.addresses.keep, body);
      return answer.ok && !answer.redirected ? await answer.text() : '';
    } catch (error) {
      return '';
    }
  }

  /* What was kept before this page was loaded again. After anything else (a tab that was opened again, an address that
     was typed) it is taken away, here and at the server. */
  found() {
    const kept = this.storage.getItem(NAME);
    if (kept && isReload(this.document.defaultView)) {
      return new URLSearchParams({ csrf_token: this.csrf(), kept });
    }
    this.leave();
    return null;
  }

  forget() {
    this.clearTimeout(this.timer);
    this.last = '';
    this.storage.removeItem(NAME);
  }

  leave() {
    const isKept = Boolean(this.storage.getItem(NAME));
    const body = new URLSearchParams({ csrf_token: this.csrf() });
    this.forget();
    this.storage.removeItem(CASTING);
    if (isKept) { this.post(this.addresses.leave, body).catch(() => {}); }
  }

  csrf() {
    const field = this.document.querySelector('#voter-form [name="csrf_token"]');
    return field ? field.value : '';
  }

  post(address, body) {
    return this.fetch(address, {
      method: 'POST', body, credentials: 'same-origin', cache: 'no-store', keepalive: true,
    });
  }
}

/* Not within the page, into another tab, or to the telephone and the letters of the device. */
function leadsAway(link) { return !/^(#|tel:|mailto:)/i.test(link.getAttribute('href')) && !link.target; }

function isReload(window) {
  const [opened] = window.performance.getEntriesByType('navigation');
  return Boolean(opened) && opened.type === 'reload';
}

/* A browser that keeps nothing says so by an error; then loading again begins with the code. */
function storageOf(window) {
  try {
    return window.sessionStorage;
  } catch (error) {
    return { getItem: () => null, setItem() {}, removeItem() {} };
  }
}
