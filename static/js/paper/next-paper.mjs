/* The next paper comes in place of the last: one page for a whole bundle, and the caret is never away. Without this
   script, or where the answer is another page, the form is a plain one. */
import { startPaperTyping } from './typing.mjs';

const TYPING = '[data-paper-typing]';

export function typeInPlace(document, {
  fetch = (...request) => document.defaultView.fetch(...request),
  submit = (form) => form.submit(),
  start = startPaperTyping,
} = {}) {
  const form = document.querySelector(TYPING);
  const message = form && form.querySelector('[data-not-sent]');
  if (!message) { return; }
  const { FormData, URLSearchParams } = document.defaultView;
  let isBusy = false;
  form.addEventListener('submit', async (event) => {
    if (event.defaultPrevented) { return; }
    event.preventDefault();
    if (isBusy) { return; }
    isBusy = true;
    message.textContent = '';
    try {
      const body = new URLSearchParams(new FormData(form));
      const request = { method: 'POST', body, credentials: 'same-origin', cache: 'no-store' };
      const answer = await fetch(document.location.href, request);
      if (answer.status >= 500) { throw new Error(`the server answered ${answer.status}`); }
      const page = new document.defaultView.DOMParser().parseFromString(await answer.text(), 'text/html');
      if (!page.querySelector(TYPING)) { submit(form); return; }
      document.title = page.title;
      document.querySelector('main').replaceWith(document.adoptNode(page.querySelector('main')));
      start(document);
      typeInPlace(document, { fetch, submit, start });
    } catch (error) {
      message.textContent = message.dataset.notSent;  // what was typed is still there; a second press does no harm
      isBusy = false;
    }
  });
}
