/* "Thank you" makes room for the next voter by itself, unless this voter wants to write the receipt code down. */
export function clearReceipt(document, {
  setTimeout = document.defaultView.setTimeout,
  clearTimeout = document.defaultView.clearTimeout,
  goTo = (address) => document.defaultView.location.replace(address),
} = {}) {
  const box = document.querySelector('[data-kiosk-clear]');
  if (!box) { return; }
  const link = box.querySelector('a');
  const keep = box.querySelector('[data-kiosk-keep]');
  const leave = () => goTo(link.href);
  const timer = setTimeout(leave, Number(box.dataset.kioskClear) * 1000);
  link.addEventListener('click', (event) => { event.preventDefault(); leave(); });
  if (!keep) { return; }
  keep.hidden = false;
  keep.addEventListener('click', () => {
    clearTimeout(timer);
    keep.hidden = true;
    setTimeout(leave, Number(keep.dataset.kioskKeep) * 1000);
  });
}
