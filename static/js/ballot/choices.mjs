/* Choosing on the ballot without asking the server: what is pressed shows at once, and is noted in one field of the
   form, which is as long whatever was chosen. The server checks again. Without this script each press is sent. */

import { Ballot } from './ballot.mjs';

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
    const button = event.target.closest('[data-choose], [data-take-off], [data-show], [data-step]');
    if (!button) { return; }
    event.preventDefault();
    if (button.matches('[data-choose], [data-take-off]')) {
      page.choose(button.dataset.choose || button.dataset.takeOff);
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

  choose(number) {
    const couldBeDone = this.ballot.press(number);
    const isChosen = this.ballot.chosen.has(number);
    const problem = this.one('[data-ballot-problem]');
    problem.textContent = couldBeDone ? '' : this.form.dataset.tooMany;
    if (!couldBeDone) {
      this.one('[data-my-choices]').open = true;
      problem.scrollIntoView({ block: 'nearest' });
    }
    const button = this.one(`[data-choose="${number}"]`);
    if (button) {
      button.setAttribute('aria-pressed', String(isChosen));
      button.querySelector('.choice__on').hidden = !isChosen;
      button.querySelector('.choice__off').hidden = isChosen;
    }
    this.one(`[data-line="${number}"]`).classList.toggle('is-chosen', isChosen);
    this.listChoices();
    if (couldBeDone) { this.say(isChosen ? this.form.dataset.chosen : this.form.dataset.takenOff, number); }
    this.note();
  }

  /* The bar that stays in sight. A line that goes takes its button along: the keyboard goes to the list's handle. */
  listChoices() {
    const { chosen } = this.ballot;
    const had = this.form.ownerDocument.activeElement;
    const handle = this.one('[data-my-choices] summary');
    this.all('[data-my-choice]').forEach((line) => { line.hidden = !chosen.has(line.dataset.myChoice); });
    this.all('[data-chip]').forEach((chip) => { chip.hidden = !chosen.has(chip.dataset.chip); });
    this.one('[data-none-chosen]').hidden = chosen.size > 0;
    this.one('[data-choice-count]').textContent = this.form.dataset.count.replace('{count}', chosen.size);
    if (had && had.closest('[data-my-choice][hidden]')) { handle.focus(); }
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
    this.ballot.shown = number;
    this.form.dataset.view = number === '0' ? 'list' : 'one';
    this.one('[data-one-by-one]').hidden = number === '0';
    this.all('[data-line]').forEach((line) => this.turn(line, line.dataset.line === number));
    this.all('[data-step]').forEach((button) => {
      button.disabled = this.ballot.from(Number(button.dataset.step)) === undefined;
    });
    const place = this.one('[data-place]');
    place.textContent = place.dataset.of.replace('{place}', this.ballot.lines.indexOf(number) + 1);
    this.note();
    this.goTo(number === '0' ? left : number);
  }

  turn(line, isShown) {
    line.classList.toggle('is-shown', isShown);
    line.querySelector('details').open = isShown;
    line.querySelectorAll('img').forEach((picture) => { picture.sizes = isShown ? '100vw' : '9rem'; });
    line.querySelectorAll('audio').forEach((sound) => sound.pause());
  }

  goTo(number) {
    const line = this.one(`[data-line="${number}"]`);
    if (!line) { return; }
    const isList = this.ballot.shown === '0';
    if (isList && line.matches('.is-left-out')) { this.one('.ballot-found').focus(); return; }
    line.querySelector('h2').focus({ preventScroll: true });
    if (isList) { line.scrollIntoView({ block: 'center' }); } else { this.one('[data-one-by-one]').scrollIntoView(); }
  }

  say(sentence, number) {
    const said = sentence.replace('{number}', number).replace('{count}', this.ballot.chosen.size);
    this.one('[data-ballot-status]').textContent = said;
  }

  note() { this.one('[data-noted]').value = this.ballot.note(); }
}
