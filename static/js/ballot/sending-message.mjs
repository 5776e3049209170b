/* What is said while a press is on its way: one message, at the button that was pressed, where the voter looks. It is
   empty at first, so that a screen reader knows it when its words come. */
const QUICK = 700;  // milliseconds in which nothing needs to be said

export class SendingMessage {
  constructor({ document, isSending, setTimeout, clearTimeout }) {
    Object.assign(this, { document, isSending, setTimeout, clearTimeout });
    this.message = null;
    this.timer = null;
  }

  begin(button) {
    this.end();
    this.message = this.document.createElement('p');
    this.message.className = 'notice notice--sending';
    this.message.setAttribute('role', 'status');
    this.place(button);
    this.timer = this.setTimeout(() => this.say(this.isSending), QUICK);
  }

  end() {
    this.clearTimeout(this.timer);
    if (this.message) { this.message.remove(); }
    this.message = null;
  }

  fail(words) {
    this.message.className = 'notice notice--sending notice--danger';
    this.message.setAttribute('role', 'alert');
    this.say(words);
  }

  say(words) {
    const { message } = this;
    this.clearTimeout(this.timer);
    message.textContent = words;
    if (message.scrollIntoView) { message.scrollIntoView({ block: 'nearest' }); }
  }

  /* The bar at the foot is always in sight; elsewhere it stands under the button. */
  place(button) {
    const bar = button && button.closest('.ballot-bar');
    if (bar) {
      bar.prepend(this.message);
    } else if (button && !button.hasAttribute('aria-hidden')) {
      button.after(this.message);
    } else {
      this.document.getElementById('main').prepend(this.message);
    }
  }
}
