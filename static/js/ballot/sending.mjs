/* The forms of the voter's screens are sent without leaving the page, one at a time. Without this script they are plain
   forms. */
import { Progress } from './progress.mjs';

const LONGEST_WAIT = 20000;  // milliseconds; a press that is sent twice is harmless

export class Sending {
  /* `show(html)` shows an answer; `goTo(address)` leaves the page; `isSending` and `notSent` are said meanwhile and
     when the network failed. */
  constructor({
    document, fetch, show, goTo, isSending, notSent,
    setTimeout = (...task) => document.defaultView.setTimeout(...task),
    clearTimeout = (id) => document.defaultView.clearTimeout(id),
  }) {
    Object.assign(this, { document, fetch, show, goTo, notSent, setTimeout, clearTimeout });
    this.progress = new Progress({ document, isSending, setTimeout, clearTimeout });
    this.isBusy = false;
    this.pressed = null;
  }

  listen() {
    this.document.addEventListener('click', (event) => { this.pressed = event.target.closest('button'); }, true);
    this.document.addEventListener('submit', (event) => this.submitted(event));
  }

  submitted(event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== 'post') { return Promise.resolve(); }
    event.preventDefault();
    return this.isBusy ? Promise.resolve() : this.send(form, this.buttonOf(event));
  }

  /* The button that sent the form. Safari before 15.4 does not tell, so the one that was pressed last is asked. */
  buttonOf(event) {
    return event.submitter || (this.pressed && this.pressed.form === event.target ? this.pressed : null);
  }

  /* `to`: another address than the form's or its button's; `more`: values beside those of the form. */
  send(form, button, to = '', more = {}) {
    const body = this.contentsOf(form);
    if (button && button.name) { body.append(button.name, button.value); }
    Object.entries(more).forEach(([name, value]) => body.set(name, value));
    const action = button && button.hasAttribute('formaction') ? button.formAction : form.action;
    return this.showAnswer(() => this.post(to || action, body), button);
  }

  /* Show the page of this address. */
  open(address) {
    return this.showAnswer(() => this.ask(address, { method: 'GET' }), null);
  }

  async showAnswer(ask, button) {
    this.busy(true);
    this.progress.begin(button);
    let answer;
    let html;
    try {
      answer = await this.inTime(ask());
      html = answer.redirected ? '' : await this.inTime(answer.text());
      if (leadsNowhere(answer, html)) { throw new Error(`the server answered ${answer.status}`); }
    } catch (error) {
      this.busy(false);
      this.progress.fail(this.notSent);
      return;
    }
    if (answer.redirected) { this.goTo(answer.url); return; }
    this.busy(false);
    this.progress.end();
    this.pressed = null;
    this.show(html);
  }

  busy(isBusy) {
    this.isBusy = isBusy;
    const { body } = this.document;
    if (isBusy) { body.setAttribute('data-busy', ''); } else { body.removeAttribute('data-busy'); }
  }

  /* A network that stalls says nothing: after a while the voter may press again. */
  inTime(promise) {
    let timer;
    const tooLong = new Promise((_, fail) => {
      timer = this.setTimeout(() => fail(new Error('no answer in time')), LONGEST_WAIT);
    });
    return Promise.race([promise, tooLong]).finally(() => this.clearTimeout(timer));
  }

  /* Send the form that ends a turn. Nothing of the turn stays on the screen, whatever the network does. */
  async sendAndClear(form, address) {
    this.isBusy = true;
    const body = this.contentsOf(form);
    const action = form.action;
    this.document.body.textContent = '';
    try {
      await this.inTime(this.post(action, body));
    } finally {
      this.goTo(address);
    }
  }

  contentsOf(form) {
    const { FormData } = this.document.defaultView;
    return new URLSearchParams(new FormData(form));
  }

  post(address, body) {
    return this.ask(address, { method: 'POST', body });
  }

  ask(address, request) {
    return this.fetch(address, Object.assign({ credentials: 'same-origin', cache: 'no-store' }, request));
  }

}

/* A server, or what stands before it, that is out of order, and no page from which the ballot could go on: the voter
   stays where they are and presses again. */
function leadsNowhere(answer, html) {
  return answer.status >= 500 && !html.includes('name="draft"');
}
