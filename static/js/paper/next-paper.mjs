/* The next paper comes in place of the last: one page for a whole bundle. Who types goes on at once; what they typed
   before the answer came is in the form that comes with it. Without this script, or where another page is the answer,
   the form is a plain one. */
import { startPaperTyping } from './typing.mjs';

const TYPING = '[data-paper-typing]';
const FIELDS = ['[data-serial]', '[data-entry]'];

export function typeInPlace(document, {
  fetch = (...request) => document.defaultView.fetch(...request),
  submit = (form) => form.submit(),
  start = startPaperTyping,
} = {}) {
  const form = document.querySelector(TYPING);
  const message = form && form.querySelector('[data-not-sent]');
  if (!message) { return; }
  let isBusy = false;
  let isPressedAgain = false;
  form.addEventListener('submit', async (event) => {
    if (event.defaultPrevented) { return; }
    event.preventDefault();
    if (isBusy) {
      isPressedAgain = true;
      hold(form, true);
      return;
    }
    isBusy = true;
    message.textContent = '';
    const body = bodyOf(form);
    const sent = valuesOf(form);
    fill(form, ['', ''], 0);
    try {
      const request = { method: 'POST', body, credentials: 'same-origin', cache: 'no-store' };
      const answer = await fetch(document.location.href, request);
      if (answer.status >= 500) { throw new Error(`the server answered ${answer.status}`); }
      const page = new document.defaultView.DOMParser().parseFromString(await answer.text(), 'text/html');
      if (!page.querySelector(TYPING)) { fill(form, sent, 1); submit(form); return; }
      const ahead = valuesOf(form);
      const at = fieldsOf(form).indexOf(document.activeElement);
      document.title = page.title;
      document.querySelector('main').replaceWith(document.adoptNode(page.querySelector('main')));
      start(document);
      typeInPlace(document, { fetch, submit, start });
      goOn(document.querySelector(TYPING), ahead, at, isPressedAgain);
    } catch (error) {
      fill(form, sent, 1);
      message.textContent = message.dataset.notSent;  // a second press does no harm
      isBusy = false;
      isPressedAgain = false;
      hold(form, false);
    }
  });
}

/* A paper that was refused stands in its form again, to be put right first. */
function goOn(form, ahead, at, isPressedAgain) {
  if (valuesOf(form).some(Boolean) || !ahead.some(Boolean)) { return; }
  fill(form, ahead, Math.max(at, 0));
  if (isPressedAgain) { form.querySelector('[type="submit"]').click(); }
}

function bodyOf(form) {
  const { FormData, URLSearchParams } = form.ownerDocument.defaultView;
  return new URLSearchParams(new FormData(form));
}

/* One whole paper waits at most: nothing more is typed into it. */
function hold(form, isHeld) { fieldsOf(form).forEach((field) => { field.readOnly = isHeld; }); }

function fieldsOf(form) { return FIELDS.map((each) => form.querySelector(each)); }

function valuesOf(form) { return fieldsOf(form).map(({ value }) => value); }

function fill(form, values, at) {
  const fields = fieldsOf(form);
  fields.forEach((field, place) => { field.value = values[place]; });
  fields[1].dispatchEvent(new form.ownerDocument.defaultView.Event('input', { bubbles: true }));
  fields[at].focus();
}
