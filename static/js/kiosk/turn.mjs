/* One voter's turn, from "Before you vote" to the review. It is in the memory of the page alone and goes with it. Which
   screen comes next is decided here, as pb/pages/vote/ballot.py does it. */
const SETTINGS = { text_size: 'm', colours: 'default', sound: 'ask', language: 'en' };
const USUAL = 'usual';  // the button that takes size and colours back
const NOTED = /^s\d+$/;
const DIGITS = 3;  // of each value that the page notes, after one letter (pb/pages/vote/presses.py)

export class Turn {
  /* `order`: the numbers of the projects as this voter sees them; `least`: for each part of the ballot {numbers,
     least}; `newAttempt()`: what makes one casting different from every other; `isTrial`: the team tries the ballot;
     `card`: the sealed code of the voter's card. */
  constructor({ right, assisted, order, parts, newAttempt, isTrial = false, settings = {}, card = '' }) {
    Object.assign(this, { right, assisted, order, parts, newAttempt, isTrial, card });
    this.settings = Object.assign({}, SETTINGS, settings);
    this.isDeclared = false;
    this.isTicked = false;
    this.chosen = new Map();
    this.shown = '0';
    this.attempt = newAttempt();
    this.screen = 'declaration';
    this.problem = '';
  }

  declare(isTrue) {
    this.isDeclared = isTrue;
    return this.show(isTrue ? 'ballot' : 'declaration', isTrue ? '' : 'undeclared');
  }

  /* What the ballot's page has noted: the project that is shown by itself, then the value of each line; and whether the
     box of the first screen is ticked. */
  note(noted, isTicked) {
    if (this.screen === 'declaration') { this.isTicked = isTicked; }
    if (!this.isDeclared || !noted) { return; }
    const values = [];
    for (let at = 1; at < noted.length; at += DIGITS) { values.push(Number(noted.slice(at, at + DIGITS))); }
    if (!NOTED.test(noted) || values.length !== this.order.length + 1) { throw new Error('another ballot'); }
    const [shown, ...given] = values;
    this.shown = this.order.includes(shown) ? String(shown) : '0';
    const lines = this.order.map((number, place) => [String(number), given[place]]);
    this.chosen = new Map(lines.filter(([, value]) => value));
    this.attempt = this.newAttempt();
  }

  /* Back to the list, or to one project of it. */
  choose(number) {
    this.shown = this.order.includes(Number(number)) ? String(Number(number)) : '0';
    return this.show(this.isDeclared ? 'ballot' : 'declaration');
  }

  /* Too few are said, and nothing is taken off. The place in `parts` of the one that has too few. */
  review() {
    if (!this.isDeclared) { return this.show('declaration', 'undeclared'); }
    const short = this.parts.findIndex(({ numbers, least }) => (
      numbers.filter((number) => this.chosen.has(number)).length < least));
    this.shortPart = short;
    return short < 0 ? this.show('review') : this.show('ballot', 'tooFew');
  }

  /* Only who has looked at their choices can have the ballot checked instead of cast. */
  check() { return this.screen === 'review' ? 'check' : this.show(this.screen); }

  /* Whether this page is shown when the ballot is sealed. */
  isLastLook(page) { return ['review', 'blank', 'check'].includes(page); }

  /* Another size, other colours, sound or language: the same screen once more. */
  set(name, value) {
    if (name in SETTINGS) { this.settings[name] = value; }
    if (name === USUAL) { this.settings = Object.assign({}, this.settings, { text_size: 'm', colours: 'default' }); }
    return this.show(this.screen);
  }

  /* As it is sealed: the value by number. */
  choices() {
    const choices = {};
    this.chosen.forEach((value, number) => { choices[number] = value; });
    return choices;
  }

  /* The name of the laid-out page for a screen. */
  pageOf(screen) {
    if (screen === 'stop' || screen === 'check') { return screen; }
    if (this.problem) { return screen === 'declaration' ? 'undeclared' : 'tooFew'; }
    return screen === 'review' && !this.chosen.size ? 'blank' : screen;
  }

  show(screen, problem = '') {
    this.screen = screen;
    this.problem = problem;
    return screen;
  }
}

/* The name and value of the setting that was pressed. */
export function settingIn(form) {
  const name = [...Object.keys(SETTINGS), USUAL].find((each) => form.has(each));
  return [name || '', name ? form.get(name) : ''];
}

/* Whether a vote was cast sooner than the titles on the ballot can be read (pb/voting/rules/short_turns.py): from when
   to when, in milliseconds, against `shortest` in seconds. A clock that was put back tells nothing. */
export function isQuick(openedAt, castAt, shortest) {
  const seconds = (castAt - openedAt) / 1000;
  return seconds >= 0 && seconds < shortest;
}
