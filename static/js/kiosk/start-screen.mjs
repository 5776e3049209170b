/* The screen between two voters, filled with what this tablet knows: whether a ballot can be opened, and what the
   team has to know. Its parts and words come with it (templates/kiosk/device_start.html). */
import { dayTime } from './day-time.mjs';

/* Why no ballot can be opened here now, by the name of the part of the screen that says so; '' where one can.
   `hours`: from when until when, for each day: [[from, until], …]. `clock`: the milliseconds of the tablet's own
   clock, which may be wrong: the server has told by how much. */
export function whyClosed({ contact, stock }, hours, clock) {
  if (!contact) { return 'unknown'; }
  if (!contact.isOurs) { return 'stranger'; }
  if (contact.isEnded) { return 'ended'; }
  const now = rightTime(contact, clock);
  const all = windowsOf(contact, hours);
  if (all.some(([opens, closes]) => opens <= now && now < closes)) { return stock ? '' : 'empty'; }
  return nextOf(all, now) ? 'early' : 'late';
}

function rightTime(contact, clock) { return clock + ((contact && contact.slow) || 0); }

function windowsOf({ opensAt, closesAt }, hours) {
  const all = opensAt && closesAt ? [...hours, [opensAt, closesAt]] : hours;
  return all.map((moments) => moments.map((moment) => Date.parse(moment)));
}

/* When ballots can be opened next; 0 for never. */
function nextOf(all, now) {
  const coming = all.map(([opens]) => opens).filter((opens) => opens > now);
  return coming.length ? Math.min(...coming) : 0;
}

/* Show what is so now; also while the screen is shown. `keeps`: whether the browser has promised to keep what is
   stored. */
export function showState(page, { state, hours, clock, keeps }) {
  const { contact } = state;
  const closed = state.turn ? '' : whyClosed(state, hours, clock);
  const shown = {
    turn: Boolean(state.turn),
    welcome: !state.turn && !closed,
    open: !closed,
    waiting: state.waiting > 0,
    'may-end': !state.waiting,
    'may-try': !state.turn,
    'not-kept': !keeps,
  };
  page.querySelectorAll('[data-part]').forEach((part) => {
    const { part: name } = part.dataset;
    part.hidden = name in shown ? !shown[name] : name !== closed;
  });
  page.querySelectorAll('h1[data-ready]').forEach((heading) => {
    const { ready, notReady, open } = heading.dataset;
    heading.textContent = state.turn ? open : closed ? notReady : ready;
  });
  const now = rightTime(contact, clock);
  const next = nextOf(windowsOf(contact || {}, hours), now);
  const facts = {
    waiting: state.waiting,
    left: state.stock,
    clock: dayTime(clock),
    contact: contact && contact.heardAt ? dayTime(contact.heardAt) : '–',
    opens: next ? dayTime(next) : '–',
  };
  page.querySelectorAll('[data-fact]').forEach((each) => { each.textContent = facts[each.dataset.fact]; });
}
