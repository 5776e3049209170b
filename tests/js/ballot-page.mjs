/* A ballot's page as the server writes it, for the tests of its script. */
import { pageOf } from './page.mjs';

export const line = (number, chosen) => `<li data-line="${number}" data-value="${chosen ? 1 : 0}" class="ballot-line">
  <h2 tabindex="-1">Project ${number}</h2><details><summary>Read more</summary></details>
  <button type="submit" data-choose="${number}" aria-pressed="${chosen}">
  <span class="choice__off" ${chosen ? 'hidden' : ''}>Choose</span>
  <span class="choice__on" ${chosen ? '' : 'hidden'} data-says>Chosen</span></button></li>`;
export const giving = (number, value) => `<li data-line="${number}" data-value="${value}" class="ballot-line">
  <h2 tabindex="-1">Project ${number}</h2><details><summary>Read more</summary></details>
  <button type="submit" data-less="${number}">-</button><b data-number>${value}</b><i data-says></i>
  <button type="submit" data-choose="${number}">+</button></li>`;
const mine = (number, chosen) => `<li data-my-choice="${number}" ${chosen ? '' : 'hidden'}><b data-says></b>
  <button type="submit" data-take-off="${number}">Take off</button></li>`;
const chip = (number, chosen) => `<span data-chip="${number}" ${chosen ? '' : 'hidden'}>${number}</span>`;

export const TICKS = {
  type: 'choose', best: 5, points: 10, purses: [], values: ['', ''],
  parts: [{ numbers: ['4', '7', '9', '12'], most: 2, tooMany: 'Two already.', atBest: 'Up to 5.', noPoints: 'No points left.' }],
  tallies: [{ name: '', numbers: ['4', '7', '9', '12'], kind: 'projects', there: 2, words: '%(used)s of %(there)s' }],
  inOne: { name: '', numbers: ['4', '7', '9', '12'], kind: 'projects', there: 2, words: '%(used)s of %(there)s' },
};

/* A ballot of 4, 7, 9 and 12, of which two may be chosen; 7 is chosen. `more`: other rules. */
export function ballotPage(more = {}, lineOf = line) {
  const numbers = [4, 7, 9, 12];
  const document = pageOf(`<form data-ballot data-view="list" data-none="none" data-chosen="{number} in, {tally} now"
    data-given="{number}: {value}, {tally}" data-taken-off="{number} out, {tally} now">
    <input type="hidden" name="noted" disabled data-noted>
    <nav data-one-by-one hidden><button data-step="-1">Back</button><p data-place data-of="{place} of 4"></p>
    <button data-step="1">Next</button><button data-show="0">All</button></nav>
    <button id="one" data-show="4">One at a time</button>
    <ol>${numbers.map((number) => lineOf(number, number === 7)).join('')}</ol><p data-ballot-status></p>
    <p data-tally=""></p>
    <details data-my-choices><summary>My choices</summary><span data-choice-count></span>
    <p data-ballot-problem></p><p data-none-chosen hidden>None</p><b data-chips>
    ${numbers.map((each) => chip(each, each === 7)).join('')}</b>
    <ul data-my-list>${numbers.map((each) => mine(each, each === 7)).join('')}</ul></details></form>`);
  document.querySelector('form').dataset.rules = JSON.stringify({ ...TICKS, ...more });
  document.defaultView.Element.prototype.scrollIntoView = () => {};
  const one = (selector) => document.querySelector(selector);
  return { document, one, press: (selector) => one(selector).click(), noted: () => one('[data-noted]').value };
}

export function chosenOn({ document }) {
  return [...document.querySelectorAll('[data-choose][aria-pressed="true"]')].map((button) => button.dataset.choose);
}
