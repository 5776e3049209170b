/* A hand that shakes presses twice. The second press does not undo the first, and where the review has just come in
   the place of the ballot, it does not cast a vote that nobody has read. Whoever meant that press reads why nothing has
   happened. */

/* Milliseconds in which a press counts for nothing: in the bar of a new review, on the same "Choose", on the same
   + or −. */
const REVIEW = 1000;
const CHOOSE = 500;
const STEP = 150;

export function steadyHand(document, {
  setTimeout = (...task) => document.defaultView.setTimeout(...task),
} = {}) {
  const { body } = document;
  const tooSoon = document.querySelector('[data-too-soon]');

  function tell(isTooSoon) { if (tooSoon) { tooSoon.textContent = isTooSoon ? tooSoon.dataset.tooSoon : ''; } }

  function rest(element, name, milliseconds) {
    element.setAttribute(name, '');
    setTimeout(() => element.removeAttribute(name), milliseconds);
  }

  if (document.querySelector('[data-settles]')) { rest(body, 'data-settling', REVIEW); }
  body.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) { return; }
    const isUnread = body.hasAttribute('data-settling') && button.closest('[data-settles]');
    if (isUnread || button.hasAttribute('data-just-pressed')) {
      event.preventDefault();
      event.stopPropagation();
      if (isUnread) { tell(true); }
      return;
    }
    tell(false);
    if (button.matches('[data-choose], [data-less]')) {
      rest(button, 'data-just-pressed', button.matches('.give__button') ? STEP : CHOOSE);
    }
  }, true);
}
