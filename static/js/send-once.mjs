/* A second press of "Cast" while the first is on its way does nothing. (If it got through, the server knows.) */
import { whenShown } from './page-shown.mjs';

export function sendOnce(document) {
  document.querySelectorAll('[data-send-once]').forEach((form) => {
    let sent = false;
    form.addEventListener('submit', (event) => {
      if (sent) { event.preventDefault(); }
      sent = true;
    });
    whenShown(form, () => { sent = false; });
  });
}
