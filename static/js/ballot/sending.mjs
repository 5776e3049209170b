/* The forms of the voter's screens are sent without leaving the page, one at a time. Without this script they are plain
   forms. */
export class Sending {
  /* `show(html)` shows an answer; `goTo(address)` leaves the page; `notSent` is said when the network failed. */
  constructor({ document, fetch, show, goTo, notSent }) {
    this.document = document;
    this.fetch = fetch;
    this.show = show;
    this.goTo = goTo;
    this.notSent = notSent;
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

  send(form, button) {
    const body = this.contentsOf(form);
    if (button && button.name) { body.append(button.name, button.value); }
    const action = button && button.hasAttribute('formaction') ? button.formAction : form.action;
    return this.showAnswer(() => this.post(action, body));
  }

  /* Show the page of this address. */
  open(address) {
    return this.showAnswer(() => this.ask(address, { method: 'GET' }));
  }

  async showAnswer(ask) {
    this.busy(true);
    try {
      const answer = await ask();
      if (answer.redirected) { this.goTo(answer.url); return; }
      const html = await answer.text();
      this.busy(false);
      this.pressed = null;
      this.show(html);
    } catch (error) {
      this.busy(false);
      this.sayNotSent();
    }
  }

  busy(isBusy) {
    this.isBusy = isBusy;
    this.document.body.setAttribute('aria-busy', String(isBusy));
  }

  /* Send the form that ends a turn. Nothing of the turn stays on the screen, whatever the network does. */
  async sendAndClear(form, address) {
    this.isBusy = true;
    const body = this.contentsOf(form);
    const action = form.action;
    this.document.body.textContent = '';
    try {
      await this.post(action, body);
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

  sayNotSent() {
    const { document } = this;
    const { Event } = document.defaultView;
    document.defaultView.dispatchEvent(new Event('pageshow'));  // lets the page's own scripts allow a second press
    const notice = document.querySelector('[data-not-sent]') || document.createElement('p');
    notice.className = 'notice notice--danger';
    notice.setAttribute('role', 'alert');
    notice.setAttribute('data-not-sent', '');
    notice.textContent = this.notSent;
    document.getElementById('main').prepend(notice);
  }
}
