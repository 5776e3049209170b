/* A tablet that answers its own screens, as the tests of its parts need it. */
import { webcrypto } from 'node:crypto';

import { IDBFactory } from 'fake-indexeddb';

import { Device } from '../../static/js/kiosk/device.mjs';
import { Store } from '../../static/js/kiosk/store.mjs';
import { ballotPage } from './ballot-page.mjs';
import { at, CONTACT, HOURS, REVIEW, SAID, START } from './kiosk-pieces.mjs';
import { pageOf } from './page.mjs';

const TRIAL = '<p data-trial hidden>Test</p>';
const FIELDS = '<input name="draft" value="x"><input name="page"><input name="declared" disabled>';
const FORM = `${TRIAL}<form id="voter-form">${FIELDS}</form>`;
const PUBLIC_KEY = Buffer.from(await webcrypto.subtle.exportKey('raw', (await webcrypto.subtle.generateKey(
  { name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'],
)).publicKey)).toString('hex');

const CODE = `<p class="code">${'<b class="code__group"></b>'.repeat(4)}<span class="visually-hidden"></span></p>`;

/* {made, store, press, sent, clock, screens}; `press(name, fields)` answers with a page, or says where it leads. */
export async function device({ isRight = true, wait = 0 } = {}) {
  const document = pageOf('', { url: 'https://votes.example/kiosk/device' });
  const window = document.defaultView;
  Object.defineProperty(window, 'crypto', { value: webcrypto });
  const store = new Store(new IDBFactory(), () => 0);
  const contact = { ...CONTACT, opensAt: HOURS[0][0], closesAt: HOURS[0][1] };
  await store.contacted({ begun: [], unused: [], wrongPins: 0 }, { stock: ['r'] }, contact);
  const { document: made } = ballotPage({}, undefined);
  made.querySelectorAll('[data-line] button').forEach((button) => button.setAttribute('aria-pressed', 'false'));
  made.querySelector('main')
    .insertAdjacentHTML('afterbegin', `${TRIAL}<div data-ballot-tools><button data-show="4"></button></div><p>{problem}</p>`);
  const ballot = made.documentElement.outerHTML;
  const saved = '<h1>Saved</h1><p class="code"><b class="code__group"></b><b class="code__group"></b><b class="code__group"></b>'
    + '<span class="visually-hidden"></span></p>';
  const names = ['declaration', 'undeclared', 'gone', 'stop'].map((name) => [name, `<h1>${name}</h1>${FORM}`]);
  const withCode = ['blank', 'check', 'checked'].map((name) => [name, `<h1>${name}</h1>${FORM}${CODE}`]);
  const pages = {
    ...Object.fromEntries([...names, ...withCode]), ballot, tooFew: ballot, saved,
    review: `<h1>review</h1>${FORM}${REVIEW}<div class="tablet-check">${CODE}</div>`,
    tried: '<h1>tried</h1>', doorAgain: '<h1>door</h1>',
    start: `<h1>start</h1>${START}`, startAgain: `<h1>start again</h1>${START}`,
  };
  const addresses = Object.fromEntries(['next', 'goOn', 'end', 'start', 'declaration', 'ballot', 'review', 'settings', 'stop',
    'check', 'cast', 'leave'].map((name) => [name, `/${name}`]));
  const screens = {
    pages: { en: pages }, addresses, pins: { free: 1, waits: [120], most: 5, locked: 600 },
    roundId: 1, shortestTurn: 15, publicKey: PUBLIC_KEY, rotation: false, hours: HOURS,
    pots: [{ id: 1, numbers: [4, 7, 9, 12] }], parts: [{ numbers: ['4', '7', '9', '12'], least: 1 }],
    said: {
      en: {
        ...SAID, tooFew: ['Choose one.'],
        problems: {
          notKnown: 'Not known.', missing: 'Type it.', wrong: 'Wrong.', wait: 'Wait {seconds}.',
          waitMinutes: 'Wait {minutes} minutes.',
        },
      },
    },
  };
  const sent = [];
  const clock = { time: at('10:00') };
  const gate = { looks: async () => ({ isRight, wait }) };
  const made2 = new Device({ window, store, screens, gate, send: () => sent.push('send'), now: () => clock.time });
  const press = async (name, fields = {}) => {
    const answer = await made2.fetch(`/${name}`, { method: 'POST', body: new URLSearchParams({ draft: 'x', ...fields }) });
    return answer.redirected ? `to ${answer.url}` : answer.text();
  };
  return { made: made2, store, press, sent, clock, screens };
}
