import { SIGNS_OF_LIFE } from './idle.mjs';

/* "Thank you" makes room for the next voter by itself, once nobody has touched it for its time. A voter who wants to
   write the receipt code down has longer. */
export function clearReceipt(document, {
  setTimeout = document.defaultView.setTimeout,
  clearTimeout = document.defaultView.clearTimeout,
  goTo = (address) => document.defaultView.location.replace(address),
} = {}) {
  const box = document.querySelector('[data-kiosk-clear]');
  if (!box) { return; }
  const link = box.querySelector('a');
  const keep = document.querySelector('[data-kiosk-keep]');
  const leave = () => goTo(link.href);
  let seconds = Number(box.dataset.kioskClear);
  let timer;
  /* The page is taken out of the document when another comes in its place; a touch on that one begins nothing. */
  const wait = () => {
    clearTimeout(timer);
    if (box.isConnected) { timer = setTimeout(leave, seconds * 1000); }
  };
  wait();
  SIGNS_OF_LIFE.forEach((kind) => document.addEventListener(kind, wait, { passive: true, capture: true }));
  link.addEventListener('click', (event) => { event.preventDefault(); leave(); });
  if (!keep) { return; }
  keep.hidden = false;
  keep.addEventListener('click', () => {
    keep.hidden = true;
    seconds = Number(keep.dataset.kioskKeep);
    wait();
  });
}
