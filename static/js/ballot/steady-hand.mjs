/* A hand that shakes presses twice. The second press does not undo the first, does nothing to what has come under the
   finger in between, and where the review has just come in the place of the ballot, it does not cast a vote that nobody
   has read. Whoever meant that press reads why nothing has happened. */

/* Milliseconds in which a press counts for nothing: in the bar of a new review and in the list of choices that says why
   one more is too many, on the same "Choose" or the same box, on the same + or −, on what has come under the finger. */
const REVIEW = 1000;
const CHOOSE = 500;
const STEP = 150;
const CAME = 500;
/* How far from each other, in CSS pixels, two presses of one finger are: about an inch. */
const NEAR = 96;
const PRESSABLE = 'button, summary, a[href], label, input, select';

const fingers = new WeakMap();

export function steadyHand(document, {
  setTimeout = (...task) => document.defaultView.setTimeout(...task),
  now = () => document.defaultView.performance.now(),
} = {}) {
  const { body } = document;
  const tooSoon = document.querySelector('[data-too-soon]');
  const finger = fingers.get(document) || new Finger();
  fingers.set(document, finger);
  finger.newScreen(now());

  function tell(isTooSoon) { if (tooSoon) { tooSoon.textContent = isTooSoon ? tooSoon.dataset.tooSoon : ''; } }

  function rest(element, name, milliseconds) {
    const since = String(now());
    element.setAttribute(name, since);
    setTimeout(() => { if (element.getAttribute(name) === since) { element.removeAttribute(name); } }, milliseconds);
  }

  if (document.querySelector('#voter-form [name="page"][value="review"]')) { rest(body, 'data-settling', REVIEW); }
  const isInRest = (pressed) => pressed.hasAttribute('data-just-pressed') || pressed.closest('[data-just-opened]');

  body.addEventListener('click', (event) => {
    const pressed = event.target.closest(PRESSABLE);
    if (!pressed) { return; }
    const isUnread = pressed.closest('[data-settling] .ballot-bar button');
    if (isUnread || isInRest(pressed) || finger.isSurprisedBy(pressed, event, now())) {
      event.preventDefault();
      event.stopPropagation();
      if (isUnread) { tell(true); }
      return;
    }
    finger.presses(pressed, event, now());
    tell(false);
    if (pressed.matches('[data-choose], [data-less], [type="checkbox"]')) {
      rest(pressed, 'data-just-pressed', pressed.matches('.give__button') ? STEP : CHOOSE);
    }
  }, true);
  body.addEventListener('click', ({ target }) => {
    const problem = target.closest('[data-choose]') && document.querySelector('[data-ballot-problem]');
    const list = problem && problem.textContent && document.querySelector('[data-my-choices]');
    if (list) { rest(list, 'data-just-opened', REVIEW); }
  });
}

/* Where the last press was, and where everything was then that can be pressed. A keyboard has no place. */
class Finger {
  constructor() { this.last = null; }

  /* Nothing that can be pressed was there at the last press. */
  newScreen(moment) {
    if (this.last) { Object.assign(this.last, { moment, pressed: null, places: new Map() }); }
  }

  presses(pressed, event, moment) {
    if (!event.detail) { return; }
    const all = pressed.ownerDocument.querySelectorAll(PRESSABLE);
    const places = new Map(Array.from(all, (each) => [each, each.getBoundingClientRect()]));
    this.last = { x: event.clientX, y: event.clientY, moment, pressed, places };
  }

  /* Whether this has come under the finger since: then the finger cannot have meant it. */
  isSurprisedBy(pressed, { detail, clientX: x, clientY: y }, moment) {
    const { last } = this;
    if (!detail || !last || moment - last.moment >= CAME) { return false; }
    const isNear = Math.hypot(x - last.x, y - last.y) <= NEAR;
    return isNear && pressed !== last.pressed && !isWithin(last.places.get(pressed), x, y);
  }
}

function isWithin(place, x, y) {
  return Boolean(place) && x >= place.left && x <= place.right && y >= place.top && y <= place.bottom;
}
