/* A result for a hall, one step at a time, from the last project to the first, by keyboard, remote or buttons.
   It stands in a file that works without a network, so it asks for nothing. Without it all steps are shown. */
const FORWARD = ['ArrowRight', 'PageDown', ' ', 'Enter'];
const BACK = ['ArrowLeft', 'PageUp', 'Backspace'];

export function showStepByStep(document) {
  const { location } = document.defaultView;
  const steps = [...document.querySelectorAll('[data-step]')];
  const show = (wanted) => {
    const at = Math.min(Math.max(wanted, 0), steps.length - 1);
    steps.forEach((step, n) => { step.hidden = n !== at; });
    location.replace(`#${at + 1}`); // whoever loads the file again is where they were
    return at;
  };
  let now = show((parseInt(location.hash.slice(1), 10) || 1) - 1);
  document.querySelector('[data-controls]').hidden = false;
  document.querySelector('[data-next]').addEventListener('click', () => { now = show(now + 1); });
  document.querySelector('[data-back]').addEventListener('click', () => { now = show(now - 1); });
  const fill = fillScreen(document);
  document.addEventListener('keydown', (event) => {
    const to = whereTo(event, now, steps.length);
    if (to === null && event.key === 'f' && !isHeld(event)) { fill(); }
    if (to === null) { return; }
    event.preventDefault();
    now = show(to);
  });
}

/* The step that a key leads to; null where it is none of ours, or presses a button. */
function whereTo(event, now, all) {
  if (isHeld(event)) { return null; }
  if (event.target.closest('button') && [' ', 'Enter'].includes(event.key)) { return null; }
  if (FORWARD.includes(event.key)) { return now + 1; }
  if (BACK.includes(event.key)) { return now - 1; }
  if (event.key === 'Home') { return 0; }
  return event.key === 'End' ? all - 1 : null;
}

function isHeld(event) {
  return event.ctrlKey || event.altKey || event.metaKey;
}

/* Offers the whole screen where the browser can give it; what the button and the key do. */
function fillScreen(document) {
  const page = document.documentElement;
  if (!page.requestFullscreen) { return () => {}; }
  const fill = () => (document.fullscreenElement ? document.exitFullscreen() : page.requestFullscreen());
  const button = document.querySelector('[data-whole-screen]');
  button.hidden = false;
  button.addEventListener('click', fill);
  return fill;
}
