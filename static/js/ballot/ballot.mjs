/* What a voter has chosen, before the page shows it and the server reads it. The rules are those of
   pb/voting/rules/one_press.py; the numbers and words in them come with the page (pb/pages/vote/groups.py). */

import { fill, pounds } from './tallies.mjs';

// As pb/pages/vote/presses.py reads it: a letter for the order of the lines, and digits for each.
const ORDER = 's';
const DIGITS = 3;

/* What is chosen on this page, and which project stands by itself (0: the list). */
export class Ballot {
  constructor(form) {
    this.form = form;
    this.rules = JSON.parse(form.dataset.rules);
    this.hasSteps = ['points', 'score'].includes(this.rules.type);
    this.hasValues = this.hasSteps || this.rules.type === 'rank';
    const lines = [...form.querySelectorAll('[data-line]')];
    this.lines = lines.map((line) => line.dataset.line);
    const values = lines.map((line) => [line.dataset.line, Number(line.dataset.value)]);
    this.chosen = new Map(values.filter(([, value]) => value));
    const shown = form.querySelector('[data-line].is-shown');
    this.shown = shown ? shown.dataset.line : '0';
  }

  /* Choose, or take off again; with points, one point more. Why it could not be done, or nothing. Nothing but this
     project is ever changed, except that places close up. */
  press(number) {
    if (this.hasSteps) { return this.more(number); }
    if (this.chosen.has(number)) { this.takeOff(number); return ''; }
    const part = this.partOf(number);
    const { length } = this.chosenIn(part);
    if (length >= part.most) { return part.tooMany; }
    const purse = this.rules.purses.find(({ costs }) => number in costs);
    const left = purse ? purse.pence - this.used(purse) : 0;
    if (purse && purse.costs[number] > left) { return fill(purse.tooDear, { left: pounds(left) }); }
    this.chosen.set(number, this.rules.type === 'rank' ? length + 1 : 1);
    return '';
  }

  more(number) {
    const part = this.partOf(number);
    const given = this.chosen.get(number) || 0;
    if (this.rules.type === 'score' && given >= this.rules.best) { return part.atBest; }
    if (!given && this.chosenIn(part).length >= part.most) { return part.tooMany; }
    if (this.rules.type === 'points' && this.points(part) >= this.rules.points) { return part.noPoints; }
    this.chosen.set(number, given + 1);
    return '';
  }

  less(number) {
    const given = this.chosen.get(number) || 0;
    if (given > 1) { this.chosen.set(number, given - 1); } else { this.chosen.delete(number); }
  }

  takeOff(number) {
    const place = this.chosen.get(number);
    this.chosen.delete(number);
    if (this.rules.type !== 'rank') { return; }
    this.chosenIn(this.partOf(number)).forEach((each) => {
      if (this.chosen.get(each) > place) { this.chosen.set(each, this.chosen.get(each) - 1); }
    });
  }

  partOf(number) { return this.rules.parts.find(({ numbers }) => numbers.includes(number)); }

  /* The chosen projects of a part, or of a tally. */
  chosenIn({ numbers }) { return numbers.filter((number) => this.chosen.has(number)); }

  points(of) { return this.chosenIn(of).reduce((sum, number) => sum + this.chosen.get(number), 0); }

  used({ costs }) {
    return Object.keys(costs).reduce((sum, number) => sum + (this.chosen.has(number) ? costs[number] : 0), 0);
  }

  /* What was given to a project, in words. */
  inWords(number) { return this.rules.values[this.chosen.get(number) || 0]; }

  /* What is used and left of a tally, in words. */
  tally(of) {
    const { there } = of;
    const spent = this.spent(of);
    const shown = of.kind === 'pence' ? pounds : String;
    return fill(of.words, { used: shown(spent), there: shown(there), left: shown(there - spent) });
  }

  /* What is used of it: projects, points or pence. */
  spent(of) {
    const { length } = this.chosenIn(of);
    const purses = this.rules.purses.filter(({ costs }) => of.numbers.some((number) => number in costs));
    const pence = purses.reduce((sum, purse) => sum + this.used(purse), 0);
    return { projects: length, any: length, points: this.points(of), pence }[of.kind];
  }

  tallyOf(number) { return this.tally(this.rules.tallies.find(({ numbers }) => numbers.includes(number))); }

  /* The number that stands `steps` further on the ballot, or none. */
  from(steps) { return this.lines[this.lines.indexOf(this.shown) + steps]; }

  note() {
    const values = this.lines.map((line) => this.chosen.get(line) || 0);
    return ORDER + [this.shown, ...values].map((value) => String(value).padStart(DIGITS, '0')).join('');
  }
}
