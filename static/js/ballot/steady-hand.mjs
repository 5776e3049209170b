/* A hand that shakes presses twice. The second press does not undo the first, and it presses nothing that has opened by
   itself, or that nobody can have read: where the review has just come in the place of the ballot, it does not cast a
   vote. Whoever meant that press reads why nothing has happened. Keys are not held up by what has opened: they press
   what has the keyboard. */

/* Milliseconds in which a press counts for nothing: in the bar of a new review; in a list that has opened by itself; on
   the same "Choose" or tick box, in a list whose lines have moved; on the same + or −. */
const REVIEW = 1000;
const OPENED = 1000;
const CHOOSE = 500;
const STEP = 150;

export function steadyHand(document, {
  setTimeout = (...task) => document.defaultView.setTimeout(...task),
} = {}) {
  const { body } = document;
  const hand = new Hand({ document, setTimeout });
  if (document.querySelector('[data-settles]')) { hand.rest(body, 'data-settling', REVIEW); }
  body.addEventListener('click', (event) => hand.pressed(event), true);
  body.addEventListener('click', () => {
    body.querySelectorAll('[data-just-opened]').forEach((each) => hand.rest(each, 'data-just-opened', OPENED));
  });
}

class Hand {
  constructor({ document, setTimeout }) {
    this.setTimeout = setTimeout;
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
    return isOfHand(event) && Boolean(event.target.closest('[data-just-opened], [data-just-moved]'));
  }
}

/* Not of a key. */
function isOfHand(event) { return event.detail > 0; }
