/* The Back button of the browser goes one step back within the ballot. The history holds nothing but that there was a
   step; what it showed is kept in the page's own memory, and gone with it. */
export class Steps {
  constructor(window) {
    this.history = window.history;
    this.past = [];
    window.addEventListener('popstate', () => { this.undo(); });
  }

  /* One step further; `undo` shows again what was there before. */
  add(undo) {
    this.past.push(undo);
    this.history.pushState(null, '');
  }

  /* The same as the browser's button. */
  back() { this.history.back(); }

  undo() {
    const undo = this.past.pop();
    if (undo) { undo(); }
  }

  /* Nothing before this moment is shown again: the vote is cast, or was refused. */
  forget() { this.past = []; }
}
