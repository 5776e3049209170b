/* What the tests of a kiosk that needs no network show and say. */
import { TICKS } from './ballot-page.mjs';

export const HOURS = [['2026-05-03T09:00:00Z', '2026-05-03T16:00:00Z']];
export const at = (time) => Date.parse(`2026-05-03T${time}:00Z`);
export const CONTACT = { isOurs: true, isEnded: false, slow: 0, opensAt: null, closesAt: null, heardAt: at('08:00') };

export const START = `<h1 data-ready="Ready" data-not-ready="Not now" data-open="Were you voting?"></h1>
  <div data-part="turn">open</div>
  <p data-part="early"><b data-fact="opens"></b> <b data-fact="clock"></b></p>
  <p data-part="welcome">hello</p><p data-part="stopped">stopped</p>
  <div data-part="open"><form><input name="assisted" type="checkbox">{problem}</form></div>
  <p data-part="waiting"><b data-fact="waiting"></b></p><p data-part="may-end">end</p><p data-part="not-kept">!</p>
  <b data-fact="contact"></b><b data-fact="left"></b>`;

export const REVIEW = `<p data-used></p><ol class="picks">${[4, 7, 9, 12].map((number) => `<li data-pick="${number}">
  <strong class="picks__place"></strong><span data-given></span><i data-said="given"></i></li>`).join('')}</ol>
  <p data-advice></p><i data-said="used"></i>`;
export const SAID = {
  tallies: [{ ...TICKS.tallies[0], words: 'You chose %(used)s of %(there)s.', more: ['', '1 more.', '2 more.'] }],
  check: 'Check.', anyNumber: false,
};
