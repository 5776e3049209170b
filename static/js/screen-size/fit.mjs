/* One millimetre of the style sheets is one millimetre of this screen, once it is measured. Until then it is what the
   style sheets say (--mm in tokens.css). */
import { isSameScreen, screenOf } from './arithmetic.mjs';
import { KeptScreen } from './kept-screen.mjs';

/* Set --mm for the page that is shown. On the kiosk's start the device and the server agree first: what was measured
   just now is kept, and where the device does not know this screen the server is told, which asks to measure it. */
export function fitToScreen(document) {
  const kiosk = document.querySelector('meta[name="kiosk"]');
  const kept = new KeptScreen(document.defaultView, kiosk ? kiosk.dataset.key : '');
  const start = document.querySelector('[data-screen-px]');
  if (start) { agree(kept, start); }
  const isFitted = !document.querySelector('[data-measure]');  // a drawing is not in the sizes of the one before
  setMillimetre(document.documentElement, isFitted ? kept.now() : 0);
}

function agree(kept, start) {
  const pxPerMetre = Number(start.dataset.screenPx);
  if (!pxPerMetre) { kept.forget(); return; }
  if (start.dataset.screenMeasured === 'now') {
    kept.keep(pxPerMetre);
    start.dataset.screenMeasured = 'before';
  } else if (kept.now() !== pxPerMetre) {
    const { Event } = start.ownerDocument.defaultView;
    start.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));  // which the kiosk's script sends
  }
}

function setMillimetre(root, pxPerMetre) {
  if (pxPerMetre) {
    root.style.setProperty('--mm', `${pxPerMetre / 1000}px`);
    root.setAttribute('data-measured', '');
  } else if (root.hasAttribute('data-measured')) {
    root.style.removeProperty('--mm');
    root.removeAttribute('data-measured');
  }
}

/* Another screen was plugged in, or somebody made everything larger in the browser. */
export function watchScreen(document) {
  const window = document.defaultView;
  let seen = screenOf(window);
  window.addEventListener('resize', () => {
    if (isSameScreen(seen, screenOf(window))) { return; }
    seen = screenOf(window);
    fitToScreen(document);
  });
}
