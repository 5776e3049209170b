/* The screen between two voters, filled with what this tablet knows: whether a ballot can be opened, and what the team has
   to know. Its parts and words come with it (templates/kiosk/device_start.html). */
import { withWords } from './filled.mjs';
import { dayTime } from './times.mjs';

/* Why no ballot can be opened here now, by the name of the part of the screen that says so; '' where one can. `now` in
   milliseconds, by the tablet's own clock. */
export function whyClosed({ contact, stock }, now) {
  if (!contact) { return 'unknown'; }
  if (!contact.isOurs) { return 'stranger'; }
  if (contact.isEnded) { return 'ended'; }
  const [opens, closes] = [contact.opensAt, contact.closesAt].map((moment) => Date.parse(moment || ''));
  if (!(opens <= now)) { return 'early'; }
  if (!(now < closes)) { return 'late'; }
  return stock ? '' : 'empty';
}

/* Show what is so now; also while the screen is shown. `keeps`: whether the browser has promised to keep what is stored. */
export function showState(page, { state, now, keeps }) {
  const closed = state.visit ? '' : whyClosed(state, now);
  const shown = {
    visit: Boolean(state.visit),
    welcome: !state.visit && !closed,
    open: !closed,
    waiting: state.waiting > 0,
    'may-end': !state.waiting,
    'not-kept': !keeps,
  };
  page.querySelectorAll('[data-part]').forEach((part) => {
    const { part: name } = part.dataset;
    part.hidden = name in shown ? !shown[name] : name !== closed;
  });
  const { at, opensAt } = state.contact || {};
  const facts = {
    waiting: state.waiting,
    left: state.stock,
    clock: dayTime(now),
    contact: at ? dayTime(at) : '–',
    opens: opensAt ? dayTime(Date.parse(opensAt)) : '–',
  };
  page.querySelectorAll('[data-fact]').forEach((each) => { each.textContent = facts[each.dataset.fact]; });
}

/* What was wrong with the press, at the top and at the field: {name, facts}, one of those with which the page was laid
   out. */
export function sayProblem(page, problem) {
  page.querySelectorAll('[data-problem]').forEach((each) => {
    if (!problem || each.dataset.problem !== problem.name) { each.remove(); }
  });
  if (!problem) { return; }
  page.title = page.querySelector('[data-error-summary]').dataset.title;
  Object.entries(problem.facts || {}).forEach(([name, words]) => withWords(page, name, words));
}
