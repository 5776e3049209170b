/* The button is hidden where no script runs: the browser's own menu prints as well. */
export function offerPrinting(document, { print = () => document.defaultView.print() } = {}) {
  document.querySelectorAll('[data-print]').forEach((box) => {
    box.hidden = false;
    box.querySelector('button').addEventListener('click', () => print());
  });
}
