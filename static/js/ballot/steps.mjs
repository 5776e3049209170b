/* The Back button of the browser goes one step back within the ballot. The history holds nothing but how many steps
   there were; what they showed is kept in the page's own memory, and gone with it. */
export class Steps {
  constructor(window) {
    this.history = window.history;
    this.past = [];
    this.before = Number(this.history.state) || 0;  // steps of a page that was loaded again: nothing is left of them
    window.addEventListener('popstate', (event) => { this.moved(Number(event.state) || 0); });
  }

  /* One step further; `undo` shows again what was there before, which has this name. */
  add(undo, name = '') {
    this.past.push({ undo, name });
    this.history.pushState(this.before + this.past.length, '');
  }

  /* Whether one step back leads to what has this name. */
  isAfter(name) {
    const last = this.past[this.past.length - 1];
    return Boolean(last) && last.name === name;
  }

  /* The same as the browser's button. */
  back() { this.history.back(); }

  /* The browser went to where there had been so many steps. Forward leads nowhere: what was there is not kept. */
  moved(steps) {
    const now = this.before + this.past.length;
    if (steps > now) { this.history.go(now - steps); return; }
    while (this.past.length && this.before + this.past.length > steps) { this.past.pop().undo(); }
  }

  /* Nothing before this moment is shown again: the vote is cast, or was refused. The browser's own entries stay. */
  forget() {
    this.before += this.past.length;
    this.past = [];
  }
}
