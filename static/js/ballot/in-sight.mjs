/* What is in sight is on the screen and not under the bar at its foot. */

/* True if nobody has to scroll to see all of `element`. */
export function isInSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= foot(element.ownerDocument);
}

/* What gets the keyboard is in sight as well. */
export function focusInSight(element) {
  element.focus({ preventScroll: true });
  if (element.id !== 'main' && !isInSight(element)) { element.scrollIntoView({ block: 'center' }); }
}

/* The settings that the first screen opens are folded where they leave no room for its heading, and at a kiosk on its
   side for what is pressed there. The page before may have been scrolled. */
export function foldSettings(document) {
  const settings = document.querySelector('[data-open-with-room]');
  const { innerWidth, innerHeight } = document.defaultView;
  const isLow = innerWidth > innerHeight;
  const last = (isLow && document.querySelector('[data-kiosk] #voter-form > [type="submit"]'))
    || document.querySelector('h1');
  if (!settings || !last) { return; }
  const bottom = last.getBoundingClientRect().bottom + document.defaultView.scrollY;
  if (bottom > foot(document)) { settings.open = false; }
}

/* Where the bar begins that stays at the foot of the screen; else where the screen ends. */
function foot({ defaultView, body }) {
  const bar = body.querySelector('.ballot-bar');
  const isStuck = bar && defaultView.getComputedStyle(bar).position === 'sticky';
  return isStuck ? Math.min(bar.getBoundingClientRect().top, defaultView.innerHeight) : defaultView.innerHeight;
}
