/* Says how many are chosen, also to a screen reader. One choice too many is refused with a kind sentence; nothing else
   is ever unticked. The server checks again. */
import { whenShown } from './page-shown.mjs';

export function limitChoices(document) {
  const form = document.querySelector('[data-ballot]');
  if (!form) { return; }
  const most = Number(form.dataset.most);
  const warning = form.querySelector('[data-ballot-warning]');
  const count = form.querySelector('[data-choice-count]');

  function chosen() { return form.querySelectorAll('[data-choice]:checked').length; }
  function show() { if (count) { count.textContent = chosen(); } }

  form.addEventListener('change', (event) => {
    if (!event.target.matches('[data-choice]')) { return; }
    const tooMany = event.target.checked && chosen() > most;
    if (tooMany) { event.target.checked = false; }
    warning.textContent = tooMany ? form.dataset.tooMany : '';
    show();
  });
  whenShown(form, show);
  show();
}
