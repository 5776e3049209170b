/* The forms of the voter's screens are sent without leaving the page, one at a time. Without this script they are plain
   forms. */
import { SendingMessage } from './sending-message.mjs';

/* Milliseconds that each try may take, and that pass before the next: a press that is sent twice is harmless. */
const TRIES = [{ longest: 3000, pause: 1000 }, { longest: 5000, pause: 2000 }, { longest: 9000, pause: 0 }];
const LONGEST_WAIT = 20000;  // of what is sent once

export class Sending {
  /* `show(html)` shows an answer; `goTo(address)` leaves the page. Said meanwhile: `isSending`, after three seconds or
     a failure `tryingAgain`, and `notSent` when it is given up. "Saved" is only said by a page of the server. */
  constructor({
    document, fetch, show, goTo, isSending, tryingAgain, notSent,
    setTimeout = (...task) => document.defaultView.setTimeout(...task),
    clearTimeout = (id) => document.defaultView.clearTimeout(id),
  }) {
    Object.assign(this, { document, fetch, show, goTo, tryingAgain, notSent, setTimeout, clearTimeout });
    this.message = new SendingMessage({ document, isSending, setTimeout, clearTimeout });
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
    return this.showAnswer((signal) => this.post(to || action, body, signal), button);
  }

  /* Send what no form of the page holds, and show the answer. */
  sendTo(address, body) {
    return this.showAnswer((signal) => this.post(address, body, signal), null);
  }

  /* Show the page of this address, asked for with these headers. */
  open(address, headers = {}) {
    return this.showAnswer((signal) => this.ask(address, { method: 'GET', headers, signal }), null);
  }

  async showAnswer(ask, button) {
    this.busy(true);
    this.message.begin(button);
    let got;
    try {
      got = await this.triedAgain(ask);
    } catch (error) {
      this.busy(false);
      this.message.fail(this.notSent);
      return;
    }
    const { answer, html } = got;
    if (answer.redirected) { this.goTo(answer.url); return; }
    this.busy(false);
    this.message.end();
    this.pressed = null;
    this.show(html);
  }

  busy(isBusy) {
    this.isBusy = isBusy;
    const { body } = this.document;
    if (isBusy) { body.setAttribute('data-busy', ''); } else { body.removeAttribute('data-busy'); }
  }

  /* A network that stalls says nothing, so each try has an end; then it is taken back, said, and sent again. */
  async triedAgain(ask) {
    for (const { longest, pause } of TRIES) {
      const { signal, abort } = this.aborting();
      try {
        return await this.inTime(readWhole(ask(signal)), longest);
      } catch (error) {
        abort();
        if (!pause) { throw error; }
        this.message.say(this.tryingAgain);
        await new Promise((done) => { this.setTimeout(done, pause); });
      }
    }
    return null;
  }

  aborting() {
    const controller = new this.document.defaultView.AbortController();
    return { signal: controller.signal, abort: () => controller.abort() };
  }

  inTime(promise, longest) {
    let timer;
    const tooLong = new Promise((_, fail) => {
      timer = this.setTimeout(() => fail(new Error('no answer in time')), longest);
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
      await this.inTime(this.post(action, body), LONGEST_WAIT);
    } finally { this.goTo(address); }
  }

  contentsOf(form) {
    const { FormData } = this.document.defaultView;
    return new URLSearchParams(new FormData(form));
  }

  post(address, body, signal) {
    return this.ask(address, { method: 'POST', body, signal });
  }

  ask(address, request) {
    return this.fetch(address, { credentials: 'same-origin', cache: 'no-store', ...request });
  }
}

async function readWhole(asked) {
  const answer = await asked;
  const html = answer.redirected ? '' : await answer.text();
  if (leadsNowhere(answer, html)) { throw new Error(`the server answered ${answer.status}`); }
  return { answer, html };
}

/* A server, or what stands before it, that is out of order, and no page from which the ballot could go on: the voter
   stays where they are and presses again. */
function leadsNowhere(answer, html) {
  return answer.status >= 500 && !html.includes('name="draft"');
}
