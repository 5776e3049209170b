/* A hand that shakes presses twice. The second press does not undo the first, and it presses nothing that has come
   under the finger only since: where the review has just come in the place of the ballot, it does not cast a vote that
   nobody has read. Whoever meant that press reads why nothing has happened. Keys are not held up by what has come: they
   press what has the keyboard. */

/* Milliseconds in which a press counts for nothing: in the bar of a new review; in a list that has opened by itself; on
   the same "Choose" or tick box, in a list whose lines have moved, and where the screen has changed under the finger;
   on the same + or −. */
const REVIEW = 1000;
const OPENED = 1000;
const CHOOSE = 500;
const STEP = 150;
/* Two presses of one hand that shakes are not further apart, in pixels of the screen. */
const NEAR = 40;

/* Of each document the last press of a hand: {body, hasTurned, x, y, time}. Screens come and go in it. */
const lastPresses = new WeakMap();

export function steadyHand(document, {
  setTimeout = (...task) => document.defaultView.setTimeout(...task),
  clock = (event) => event.timeStamp,
} = {}) {
  const { body } = document;
  const hand = new Hand({ document, body, setTimeout, clock });
  if (document.querySelector('[data-settles]')) { hand.rest(body, 'data-settling', REVIEW); }
  body.addEventListener('click', (event) => hand.pressed(event), true);
  body.addEventListener('click', () => {
    body.querySelectorAll('[data-just-opened]').forEach((each) => hand.rest(each, 'data-just-opened', OPENED));
  });
  body.addEventListener('input', () => { lastPresses.delete(document); });  // whoever has typed since means the press
  body.addEventListener('viewchange', () => {
    if (lastPresses.has(document)) { lastPresses.get(document).hasTurned = true; }
  });
}

class Hand {
  constructor({ document, body, setTimeout, clock }) {
    Object.assign(this, { document, body, setTimeout, clock });
    this.tooSoon = document.querySelector('[data-too-soon]');
  }

  tell(isTooSoon) {
    if (this.tooSoon) { this.tooSoon.textContent = isTooSoon ? this.tooSoon.dataset.tooSoon : ''; }
  }

  rest(element, name, milliseconds) {
    element.setAttribute(name, '');
    this.setTimeout(() => element.removeAttribute(name), milliseconds);
  }

  /* Before the page itself hears of it. */
  pressed(event) {
    const control = event.target.closest('button, a, summary, [type="checkbox"]');
    const isUnread = Boolean(control && control.closest('[data-settling] [data-settles]'));
    if (isUnread || this.isSecond(event, control)) {
      event.preventDefault();
      event.stopPropagation();
      if (isUnread) { this.tell(true); }
      return;
    }
    if (control) { this.counts(control); }
    if (isOfHand(event)) {
      const { body } = this;
      lastPresses.set(this.document, { body, x: event.clientX, y: event.clientY, time: this.clock(event) });
    }
  }

  counts(control) {
    this.tell(false);
    if (control.matches('[data-choose], [data-less], [type="checkbox"]')) {
      this.rest(control, 'data-just-pressed', control.matches('.give__button') ? STEP : CHOOSE);
    } else if (control.matches('[data-take-off]')) {
      this.rest(control.closest('ul'), 'data-just-moved', CHOOSE);
    }
  }

  isSecond(event, control) {
    if (control && control.hasAttribute('data-just-pressed')) { return true; }
    return isOfHand(event)
      && (Boolean(event.target.closest('[data-just-opened], [data-just-moved]')) || this.hasComeUnder(event));
  }

  /* Another screen has come since this hand pressed here. */
  hasComeUnder(event) {
    const last = lastPresses.get(this.document);
    if (!last || (last.body === this.body && !last.hasTurned)) { return false; }
    const isNear = Math.abs(event.clientX - last.x) < NEAR && Math.abs(event.clientY - last.y) < NEAR;
    return isNear && this.clock(event) - last.time < CHOOSE;
  }
}

/* Not of a key. */
function isOfHand(event) { return event.detail > 0; }
