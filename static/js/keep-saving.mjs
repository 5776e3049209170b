/* A long form saves as somebody goes on: a while after they began to type, and when they leave the page.
   It saves what "Save and stay on this page" would, and the page stays. It says when it has saved, or since when it has
   not and why. */
const WAIT = 30000; // milliseconds: each time is a line in the record
const HOW = { method: 'POST', headers: { Accept: 'application/json' }, redirect: 'manual', keepalive: true };
/* Answers after which only the button helps: it tells what to do. (0: they lead elsewhere.) */
const FINAL = { 0: 'closed', 400: 'closed', 401: 'closed', 403: 'closed', 409: 'changed' };

/* What the form carries on after it was saved, and what is said of it. */
function takeOver(form, { seen, form_key: key, said, saved_at: savedAt }) {
  form.elements.namedItem('seen').value = seen;
  form.elements.namedItem('form_key').value = key;
  const status = form.querySelector('[data-saved]');
  status.textContent = said;
  status.dataset.savedAt = savedAt;
}

/* Says that what stands here is not saved, since when, and why. */
function sayNotSaved(form, why) {
  const status = form.querySelector('[data-saved]');
  const { savedAt, notSaved, notSavedSince } = status.dataset;
  status.textContent = `${savedAt ? notSavedSince.replace('{time}', savedAt) : notSaved} ${why}`;
}

/* Sends the form as it stands. What comes next: "saved", "again", or "stop" where only the button helps. */
async function sent(form, fetch) {
  const body = new form.ownerDocument.defaultView.FormData(form);
  const words = form.querySelector('[data-saved]').dataset;
  body.set('then', 'keep');
  const answer = await fetch(form.action, { ...HOW, body }).catch(() => null);
  if (!answer) { sayNotSaved(form, words.noConnection); return 'again'; }
  const told = await answer.json().catch(() => null); // a page where nobody expected one
  if (answer.ok && told) { takeOver(form, told); return 'saved'; }
  if (answer.status === 422 && told) { sayNotSaved(form, told.said); return 'saved'; }
  sayNotSaved(form, words[FINAL[answer.status] || 'trouble']);
  return answer.status in FINAL ? 'stop' : 'again';
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
    saving = sent(form, fetch).then((next) => {
      state.stopped = next === 'stop';
      state.changed = state.changed || next === 'again';
      saving = null;
      if (state.changed) { later(); }
    });
  }

  function later() {
    if (!state.waits) { setTimeout(save, WAIT); }
    state.waits = true;
  }

  form.addEventListener('input', () => { state.changed = true; later(); });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') { save(); } });
  document.defaultView.addEventListener('online', save);
  form.addEventListener('submit', (event) => {
    state.changed = false;
    if (!saving) { return; }
    event.preventDefault(); // the answer changes what the form carries; then the same button is pressed
    const button = event.submitter || form.querySelector('[type="submit"]');
    saving.then(() => button.click());
  });
}
