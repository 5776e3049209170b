/* What a voter has chosen, before the page shows it and the server reads it. */

const DIGITS = 3;  // pb/pages/vote/presses.py reads as many

/* What is chosen on this page, and which project stands by itself (0: the list). */
export class Ballot {
  constructor(form) {
    this.form = form;
    this.most = Number(form.dataset.most);
    this.lines = [...form.querySelectorAll('[data-line]')].map((line) => line.dataset.line);
    const pressed = form.querySelectorAll('[data-choose][aria-pressed="true"]');
    this.chosen = new Set([...pressed].map((button) => button.dataset.choose));
    const shown = form.querySelector('[data-line].is-shown');
    this.shown = shown ? shown.dataset.line : '0';
  }

  /* Choose or take off; whether it could be done. Nothing but this project is ever changed. */
  press(number) {
    if (this.chosen.delete(number)) { return true; }
    if (this.chosen.size >= this.most) { return false; }
    this.chosen.add(number);
    return true;
  }

  /* The number that stands `steps` further on the ballot, or none. */
  from(steps) { return this.lines[this.lines.indexOf(this.shown) + steps]; }

  note() {
    const values = this.lines.map((line) => (this.chosen.has(line) ? 1 : 0));
    return [this.shown, ...values].map((value) => String(value).padStart(DIGITS, '0')).join('');
  }
}
