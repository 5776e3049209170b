/* The screens that the server laid out for nobody, filled with what is this voter's. The page's own scripts do the same
   with each press (static/js/ballot), so a screen looks as if the server had made it. */
import { Ballot } from '../ballot/ballot.mjs';
import { listChoices, showLine } from '../ballot/show-choices.mjs';
import { showAlone } from '../ballot/one-by-one.mjs';

const TEXTS = 4;  // NodeFilter.SHOW_TEXT

/* A page of the text `html`, not shown yet. */
export function parsed(window, html) { return new window.DOMParser().parseFromString(html, 'text/html'); }

/* Put a text in the place of `{name}` wherever it is written on a page that was laid out for it. */
export function withWords(page, name, words) {
  const place = `{${name}}`;
  const texts = page.createTreeWalker(page.documentElement, TEXTS);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (node.data.includes(place)) { node.data = node.data.split(place).join(words); }
  }
}

/* The ballot of a page that was laid out with nothing chosen, with the voter's order and choices. */
export function ballotOn(page, turn) {
  const form = page.querySelector('[data-ballot]');
  const place = (number) => turn.order.indexOf(Number(number));
  page.querySelectorAll('.ballot-lines').forEach((list) => inOrder(list, ({ dataset }) => place(dataset.line)));
  const ballot = new Ballot(form);
  if (ballot.rules.type !== 'rank') {
    page.querySelectorAll('[data-chips], [data-my-list]').forEach((list) => (
      inOrder(list, ({ dataset }) => place(dataset.chip || dataset.myChoice))));
  }
  ballot.chosen = new Map(turn.chosen);
  ballot.lines.forEach((line) => showLine(form, ballot, line));
  listChoices(form, ballot);
  return ballot;
}

export function fillBallot(page, turn) {
  const ballot = ballotOn(page, turn);
  const form = page.querySelector('[data-ballot]');
  const first = page.querySelector('[data-ballot-tools] > [data-show]');
  [first.dataset.show] = ballot.lines;
  showAlone(form, ballot, turn.shown);
  const shown = form.querySelector('.is-shown h2');
  if (shown) { shown.setAttribute('autofocus', ''); }
}

/* The review, which was laid out with everything chosen. `ballot`: of the ballot's page; `said`: {tallies, check,
   any}. */
export function fillReview(page, turn, ballot, said) {
  const list = page.querySelector('.picks');
  Array.from(list.children).forEach((line) => { if (!turn.chosen.has(line.dataset.pick)) { line.remove(); } });
  inOrder(list, ({ dataset }) => placeOf(turn, ballot, dataset.pick));
  Array.from(list.children).forEach((line) => sayGiven(line, ballot.inWords(line.dataset.pick)));
  const used = said.tallies.map((tally) => ({
    words: ballot.tally(tally), more: tally.more[tally.there - ballot.spent(tally)] || '',
  }));
  page.querySelectorAll('[data-used]').forEach((line, place) => { line.textContent = used[place].words; });
  const more = said.anyNumber ? [] : used.map((each) => each.more).filter(Boolean);
  page.querySelector('[data-advice]').textContent = ['', ...more, said.check].join(' ');
  page.querySelectorAll('[data-said="used"]').forEach((line, place) => {
    line.dataset.words = [used[place].words, ...(said.anyNumber ? [] : [used[place].more])].filter(Boolean).join(' ');
  });
}

/* On a ballot with places, part by part by place; else as the voter saw them. */
function placeOf(turn, ballot, number) {
  if (ballot.rules.type !== 'rank') { return turn.order.indexOf(Number(number)); }
  return ballot.rules.parts.indexOf(ballot.partOf(number)) * ballot.lines.length + turn.chosen.get(number);
}

function sayGiven(line, words) {
  line.querySelectorAll('[data-given], .picks__place').forEach((each) => { each.textContent = words; });
  line.querySelectorAll('[data-said="given"]').forEach((each) => { each.dataset.words = `${words}.`; });
}

/* The code of an envelope: on the last look, and as the receipt. An older script would show two, so what says that they
   are one is hidden where it was laid out. */
export function fillCode(page, code) {
  const box = page.querySelector('.code');
  if (!box) { return; }  // screens that were laid out before there were checks
  fillGroups(box, code.match(/.{1,4}/g));
  page.querySelectorAll('[data-is-receipt]').forEach((words) => { words.hidden = false; });
  box.querySelector('.visually-hidden').textContent = code.split('').join(' ');
}

/* Screens that were laid out by an older version have room for three. */
function fillGroups(box, groups) {
  const places = () => Array.from(box.querySelectorAll('.code__group'));
  const [first, ...others] = places();
  for (let there = others.length + 1; there < groups.length; there += 1) { first.after(' ', first.cloneNode()); }
  places().forEach((group, place) => { group.textContent = groups[place]; });
}

export function fillSaved(page, receipt) {
  fillCode(page, receipt);
  const spoken = page.querySelector('[data-said="receipt"]');
  if (spoken) { spoken.dataset.words = receipt.split('').join(', '); }
}

/* The team tries the ballot: each screen says so, to whoever stands before it. There is nothing to check. */
export function showTrial(page) {
  const said = page.querySelector('[data-trial]');
  said.hidden = false;
  page.title = said.textContent;
  page.querySelectorAll('.tablet-check').forEach((each) => each.remove());
}

/* "Stop without voting?" leads back to where the voter came from, and the box of the first screen is ticked as it
   was. */
export function fillTicked(page, turn, screen) {
  const isTicked = turn.screen === 'declaration' && turn.isTicked;
  const box = page.querySelector('[name="declared"]');
  if (screen === 'declaration' && isTicked) { box.setAttribute('checked', ''); }
  if (screen !== 'stop') { return; }
  page.querySelector('[name="page"]').setAttribute('value', turn.screen);
  if (isTicked) { box.removeAttribute('disabled'); }
}

/* Size, colours, sound and language as this voter has set them; `pressed`: the one that was changed just now. */
export function applySettings(page, settings, pressed = '') {
  const { documentElement } = page;
  const { text_size: textSize, colours, sound, language } = settings;
  const isOn = pressed === 'usual' ? 'text_size' : pressed;  // that button is gone once it was pressed
  Object.assign(documentElement.dataset, { textSize, colours, sound, language });
  page.querySelectorAll('.settings__button[name]').forEach((button) => {
    const isNow = settings[button.name] === button.value;
    if (button.hasAttribute('aria-pressed')) { button.setAttribute('aria-pressed', String(isNow)); }
    if (isNow && button.name === isOn) { button.setAttribute('autofocus', ''); }
  });
  const box = page.querySelector('.voter-settings');
  if (box && pressed && box.querySelector(`[name="${pressed}"]`)) {
    box.open = true;
    box.removeAttribute('data-open-with-room');
  }
  if (sound !== 'off') { return; }
  page.querySelectorAll('[data-listen], [data-listen-page], [data-reads]').forEach((each) => each.remove());
  page.querySelectorAll('[data-fetched-first]').forEach((each) => { each.dataset.fetchedFirst = ''; });
}

/* The page as a text. Its scripts are those that run already. */
export function written(page, document) {
  const [about, running] = [page, document].map((each) => each.querySelector('meta[name="kiosk"]'));
  if (about && running) { about.dataset.scripts = running.dataset.scripts; }
  return `<!doctype html>${page.documentElement.outerHTML}`;
}

function inOrder(list, placeIn) {
  Array.from(list.children).sort((one, other) => placeIn(one) - placeIn(other)).forEach((line) => list.append(line));
}
