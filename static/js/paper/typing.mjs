/* Typing papers by the keyboard alone: Enter goes from the paper's number to its projects, slips are said at once,
   titles echo back while typing. The server checks everything again; without this script Tab and Enter do the same. */
import { readEntry } from './read-entry.mjs';
import { isSerialNumber } from './serial-number.mjs';

export function startPaperTyping(document) {
  const form = document.querySelector('[data-paper-typing]');
  if (form) { new PaperTyping(document, form).start(); }
}

class PaperTyping {
  constructor(document, form) {
    this.document = document;
    this.form = form;
    this.serial = form.querySelector('[data-serial]');
    this.entry = form.querySelector('[data-entry]');
    this.echo = form.querySelector('[data-echo]');
    this.titles = new Map();
    this.parts = new Map();
    document.querySelectorAll('[data-projects] li').forEach((item) => {
      this.titles.set(String(item.value), item.textContent);
      this.parts.set(String(item.value), item.dataset.part);
    });
  }

  start() {
    this.serial.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') { return; }
      event.preventDefault();
      if (this.serialIsRight()) { this.entry.focus(); } else { this.serial.select(); }
    });
    this.entry.addEventListener('input', () => this.entryIsRight(false));
    this.form.addEventListener('submit', (event) => {
      const wrong = this.firstWrong();
      if (!wrong) { return; }
      event.preventDefault();
      wrong.focus();
    });
    const first = this.form.querySelector('[autofocus]');
    if (first) { first.focus(); first.select(); }
  }

  firstWrong() {
    if (!this.serialIsRight()) { return this.serial; }
    return this.entryIsRight(true) ? null : this.entry;
  }

  serialIsRight() {
    const isRight = isSerialNumber(this.serial.value, this.serial.dataset.serial === 'practice');
    this.say(isRight ? [] : [{ text: this.form.dataset.badSerial, wrong: true }]);
    return isRight;
  }

  entryIsRight(isWhole) {
    const { type, ...words } = this.form.dataset;
    const lines = readEntry(this.entry.value, { titles: this.titles, parts: this.parts, words, isWhole, type });
    this.say(lines);
    return !lines.some((line) => line.wrong);
  }

  say(lines) {
    this.echo.textContent = '';
    lines.forEach(({ text, wrong }) => {
      const item = this.document.createElement('p');
      item.className = wrong ? 'paper-echo__bad' : 'paper-echo__line';
      item.textContent = text;
      this.echo.appendChild(item);
    });
  }
}
