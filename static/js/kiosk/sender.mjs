/* What waits on the tablet goes to the server, as soon as there is a way. Nothing is ever taken out but what the
   server has answered for, so it does no harm to send twice. One page of the browser sends at a time. */
const LOCK = 'pb-kiosk-sender';
const CHECKS = 5;  // of ballots that were checked, told at once (pb/voting/rules/stock.py)

export class Sender {
  /* `post(address, body)`: a signed request, which answers {isStranger, json}. `times`: {retryAfter, retryLatest,
     contactEvery} in seconds; `atOnce`: how many votes go together; `wanted`: how many ballots this tablet would like
     to have in stock. `changed()`: what the page shows may be another. */
  constructor({
    store, post, addresses, times, atOnce, wanted, window,
    now = () => Date.now(),
    setTimeout = (...task) => window.setTimeout(...task),
    clearTimeout = (id) => window.clearTimeout(id),
    alone = (work) => onlyHere(window.navigator.locks, work),
    changed = () => {},
  }) {
    Object.assign(this, {
      store, post, addresses, times, atOnce, wanted, now, setTimeout, clearTimeout, alone, changed,
    });
    this.timer = null;
    this.failures = 0;
    this.isRunning = false;
    this.isAskedAgain = false;
  }

  /* Something is to be sent: now, and again until it is. */
  async go() {
    if (this.isRunning) { this.isAskedAgain = true; return; }
    this.isRunning = true;
    this.clearTimeout(this.timer);
    let isDone = false;
    try {
      isDone = await this.alone(() => this.sendAll());
    } catch (error) {
      isDone = false;
    }
    this.isRunning = false;
    this.failures = isDone ? 0 : this.failures + 1;
    const again = this.isAskedAgain && isDone;
    this.isAskedAgain = false;
    this.timer = this.setTimeout(() => this.go(), again ? 0 : this.pause() * 1000);
    this.changed();
  }

  /* Longer and longer while nothing gets through; else when it is time to say that the tablet is there. */
  pause() {
    const { retryAfter, retryLatest, contactEvery } = this.times;
    return this.failures ? Math.min(retryLatest, retryAfter * 2 ** (this.failures - 1)) : contactEvery;
  }

  async sendAll() {
    const isKnown = await this.contact();
    while (await this.sendSome()) { this.changed(); }
    const { waiting } = await this.store.state();
    if (isKnown) { await this.contact(); }
    return isKnown && !waiting;
  }

  /* Say what has happened here, and hear what there is to know. False where this device is no kiosk of ours. */
  async contact() {
    const { untold, waiting, quick, wrongInARow } = await this.store.state();
    const before = await this.store.get('contact');
    const told = Object.assign({ wrongInARow }, untold, { checks: untold.checks.slice(0, CHECKS) });
    const { isStranger, json } = await this.post(this.addresses.contact, {
      begun: untold.begun, unused: untold.unused, wrong_pins_in_all: untold.wrongPins,
      wrong_in_a_row: wrongInARow, quick, checks: told.checks,
      waiting, wanted: this.wanted,
    });
    if (isStranger) {
      await this.store.set('contact', Object.assign({}, before, { isOurs: false }));
      return false;
    }
    await this.store.contacted(told, json, {
      heardAt: this.now(),
      slow: Date.parse(json.now) - this.now() || 0,
      isOurs: true,
      isEnded: Boolean(json.ended),
      version: json.version,
      opensAt: json.opens_at,
      closesAt: json.closes_at,
    });
    return true;
  }

  /* Whether there may be more to send. */
  async sendSome() {
    const votes = await this.store.toSend(this.atOnce);
    if (!votes.length) { return false; }
    const { isStranger, json } = await this.post(this.addresses.votes, { votes });
    if (isStranger) { throw new Error('the server does not know this tablet'); }
    const mine = new Set(votes.map(({ right }) => right));
    const answered = json.answers.map(({ right }) => right).filter((right) => mine.has(right));
    await this.store.sent(answered);
    return answered.length > 0;
  }
}

/* Wait while another page of this browser sends. It may be one that a voter has just left, and be cut off there. */
function onlyHere(locks, work) {
  return locks ? locks.request(LOCK, work) : work();
}
