/* A long form saves as somebody goes on: a while after they began to type, and when they leave the page.
   It saves what "Save" would, and the page stays. Without scripts, "Save and continue" does it. */
const WAIT = 30000; // milliseconds: each time is a line in the record
const HOW = { method: 'POST', headers: { Accept: 'application/json' }, redirect: 'error', keepalive: true };

/* What the form carries on after it was saved, and what is said of it. */
function takeOver(form, { seen, form_key: key, said }) {
  form.elements.namedItem('seen').value = seen;
  form.elements.namedItem('form_key').value = key;
  form.querySelector('[data-saved]').textContent = said;
}

/* Sends the form as it stands; whether it may be sent again: not where somebody else has saved the same page
   meanwhile, of which the button tells. */
async function sent(form, fetch) {
  const body = new form.ownerDocument.defaultView.FormData(form);
  body.set('then', 'keep');
  const answer = await fetch(form.action, { ...HOW, body });
  if (answer.ok) { takeOver(form, await answer.json()); } else { takeOff(form); }
  return answer.status !== 409;
}

function takeOff(form) {
  form.querySelector('[data-saved]').textContent = '';
}

export function keepSaving(document, {
  fetch = (...asked) => document.defaultView.fetch(...asked),
  setTimeout = (...asked) => document.defaultView.setTimeout(...asked),
} = {}) {
  const form = document.querySelector('[data-keep-saving]');
  if (!form) { return; }
  const state = { changed: false, waits: false, stopped: false };
  let saving = null;

  function save() {
    state.waits = false;
    if (!state.changed || saving || state.stopped) { return; }
    state.changed = false;
    saving = sent(form, fetch)
      .then((mayGoOn) => { state.stopped = !mayGoOn; })
      .catch(() => { state.changed = true; }) // no connection: it is tried again
      .then(() => { saving = null; if (state.changed) { later(); } });
  }

  function later() {
    if (!state.waits) { setTimeout(save, WAIT); }
    state.waits = true;
  }

  form.addEventListener('input', () => { state.changed = true; later(); });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') { save(); } });
  form.addEventListener('submit', (event) => {
    state.changed = false;
    if (!saving) { return; }
    event.preventDefault(); // the answer changes what the form carries; then the same button is pressed
    const button = event.submitter || form.querySelector('[type="submit"]');
    saving.then(() => button.click());
  });
}
