/* Choosing on the ballot without asking the server: what is pressed shows at once, and is noted in one field of the
   form, which is as long whatever was chosen. The server checks again. Without this script each press is sent. */

import { Ballot } from './ballot.mjs';
import { focusInSight, isInSight } from './in-sight.mjs';
import { listChoices, showLine } from './show-choices.mjs';
import { showAlone } from './one-by-one.mjs';

const LIST = 'list';

const pages = new WeakMap();

/* `steps`: at home, what Back undoes. */
export function chooseInPlace(document, steps) {
  const form = document.querySelector('[data-ballot]');
  if (!form) { return; }
  const ballot = new Ballot(form);
  const page = new BallotPage(form, ballot);
  pages.set(form, page);
  form.querySelector('[data-noted]').disabled = false;
  form.addEventListener('click', (event) => {
    const button = event.target.closest('[data-choose], [data-less], [data-take-off], [data-show], [data-step]');
    if (!button) { return; }
    event.preventDefault();
    if (button.matches('[data-choose], [data-less], [data-take-off]')) {
      page.choose(button);
    } else {
      page.go(button.dataset.show || ballot.from(Number(button.dataset.step)), steps);
    }
  });
  page.note();
}

/* The list of the ballot that is shown now: another size of the text puts a new page in the place of the one before. */
function showList(document) {
  const page = pages.get(document.querySelector('[data-ballot]'));
  if (page) { page.show('0'); }
}

/* What the page shows of a ballot. */
class BallotPage {
  constructor(form, ballot) {
    this.form = form;
    this.ballot = ballot;
  }

  all(selector) { return this.form.querySelectorAll(selector); }

  one(selector) { return this.form.querySelector(selector); }

  choose(button) {
    const { ballot } = this;
    const number = button.dataset.choose || button.dataset.less || button.dataset.takeOff;
    let problem = '';
    if (button.matches('[data-take-off]')) {
      ballot.takeOff(number);
    } else if (button.matches('[data-less]')) {
      ballot.less(number);
    } else {
      problem = ballot.press(number);
    }
    this.one('[data-ballot-problem]').textContent = problem;
    if (problem) {
      const mine = this.one('[data-my-choices]');
      if (!mine.open) { mine.setAttribute('data-just-opened', ''); }
      mine.open = true;
      this.one('[data-ballot-problem]').scrollIntoView({ block: 'nearest' });
    }
    ballot.lines.forEach((line) => showLine(this.form, ballot, line));
    listChoices(this.form, ballot);
    if (!problem) { this.say(number); }
    this.note();
  }

  /* Another view, as one step: Back leads from a project to the list, however many were looked at. */
  go(number, steps) {
    const isFromList = this.ballot.shown === '0';
    if (steps && number === '0' && steps.isAfter(LIST)) { steps.back(); return; }
    this.show(number);
    if (steps && isFromList) { steps.add(() => showList(this.form.ownerDocument), LIST); }
  }

  /* One project by itself, or with "0" all of them, where the one that was shown has the keyboard. */
  show(number) {
    if (number === undefined) { return; }
    const left = this.ballot.shown;
    showAlone(this.form, this.ballot, number);
    this.note();
    this.goTo(number === '0' ? left : number);
    this.form.dispatchEvent(new this.form.ownerDocument.defaultView.Event('viewchange', { bubbles: true }));
  }

  goTo(number) {
    const line = this.one(`[data-line="${number}"]`);
    if (!line) { return; }
    const isList = this.ballot.shown === '0';
    if (isList && line.matches('.is-left-out')) { focusInSight(this.one('.ballot-found')); return; }
    const title = line.querySelector('h2');
    title.focus({ preventScroll: true });
    if (isList) { line.scrollIntoView({ block: 'center' }); return; }
    this.one('[data-one-by-one]').scrollIntoView();
    if (!isInSight(title)) { title.scrollIntoView(); }
  }

  /* What the press did, for a screen reader. */
  say(number) {
    const { chosen, given, takenOff } = this.form.dataset;
    const value = this.ballot.inWords(number);
    const sentence = value ? given : chosen;
    const said = this.ballot.chosen.has(number) ? sentence : takenOff;
    this.one('[data-ballot-status]').textContent = said.replace('{number}', number).replace('{value}', value)
      .replace('{tally}', this.ballot.tallyOf(number));
  }

  note() { this.one('[data-noted]').value = this.ballot.note(); }
}
