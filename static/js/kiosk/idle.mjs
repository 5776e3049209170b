/* Is anybody there? A turn that nobody answers for is asked about, then ended. All times are in seconds and come from
   the page, which has them from pb/voting/rules/kiosk_times.py. */
export const SIGNS_OF_LIFE = ['pointerdown', 'touchstart', 'keydown', 'input', 'scroll'];

export class Idle {
  /* `now()` in milliseconds; `isBusy()` while a form is on its way; `end(form)` ends the turn; `goToStart()` leaves a
     page that is not the kiosk's own once nobody has touched it for `otherPageFor` seconds. */
  constructor({ document, now, isBusy, end, goToStart, otherPageFor }) {
    Object.assign(this, { document, now, isBusy, end, goToStart, otherPageFor });
    this.shown(true);
  }

  listen(setInterval) {
    SIGNS_OF_LIFE.forEach((kind) => {
      this.document.addEventListener(kind, () => { this.touchedAt = this.now(); }, { passive: true, capture: true });
    });
    this.document.addEventListener('click', (event) => {
      if (event.target.closest('[data-kiosk-stay]')) { this.stay(); }
    });
    this.document.addEventListener('cancel', () => this.stay(), true);  // the Escape key: somebody is there
    setInterval(() => this.look(), 1000);
  }

  /* A page came in place of another. */
  shown(isKioskPage) {
    this.isKioskPage = isKioskPage;
    this.askedAt = 0;
    this.touchedAt = this.now();
  }

  stay() {
    const question = this.question();
    this.askedAt = 0;
    this.touchedAt = this.now();
    if (question && question.hasAttribute('open')) { closeDialog(question); }
  }

  /* Once a second: ask, count down, end. */
  look() {
    if (this.isBusy()) { return; }
    if (!this.isKioskPage && this.secondsSince(this.touchedAt) > this.otherPageFor) { this.goToStart(); }
    const question = this.question();
    if (!question) { return; }
    if (!this.askedAt) {
      if (this.secondsSince(this.touchedAt) < Number(question.dataset.askAfter)) { return; }
      this.ask(question);
    }
    const left = Number(question.dataset.clearAfter) - Math.floor(this.secondsSince(this.askedAt));
    question.querySelector('[data-kiosk-countdown]').textContent = Math.max(0, left);
    if (left <= 0) { this.end(question.parentElement.querySelector('form')); }
  }

  ask(question) {
    this.askedAt = this.now();
    openDialog(question);
    question.querySelector('[data-kiosk-stay]').focus();
  }

  /* The start has it too, for a ballot that was left open by a reload. There it says nothing in a tab that nobody sees:
     another one may have the voter. */
  question() {
    const question = this.document.querySelector('[data-kiosk-idle]');
    const place = question && question.closest('[data-part]');
    return place && (place.hidden || this.document.hidden) ? null : question;
  }

  secondsSince(moment) { return (this.now() - moment) / 1000; }
}

/* Safari before 15.4 knows no dialogs: there it is an element that the style sheet shows while it is open. */
function openDialog(dialog) {
  if (dialog.showModal) { dialog.showModal(); } else { dialog.setAttribute('open', ''); }
}

function closeDialog(dialog) {
  if (dialog.close) { dialog.close(); } else { dialog.removeAttribute('open'); }
}
