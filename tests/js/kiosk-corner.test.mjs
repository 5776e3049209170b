/* The corner of the team on a tablet that needs no network. */
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';

import { IDBFactory } from 'fake-indexeddb';

import { keepPin } from '../../static/js/device-key/pin-gate.mjs';
import { Corner } from '../../static/js/kiosk/corner.mjs';
import { Store } from '../../static/js/kiosk/store.mjs';
import { trySound } from '../../static/js/sound/try-sound.mjs';
import { at, CONTACT, HOURS } from './kiosk-pieces.mjs';
import { fire, pageOf } from './page.mjs';

const SCREENS = {
  pins: { free: 1, waits: [120], most: 5, locked: 600 },
  hours: HOURS,
  pages: {
    en: {
      door: '<h1>door</h1>', doorAgain: '<h1>door again</h1><p>{problem}</p>',
      corner: `<h1>corner</h1><b data-count="begun"></b>/<b data-count="cast"></b>/<b data-fact="waiting"></b>
        <p data-part="waiting">to send</p><p data-part="may-end">end</p>`,
    },
  },
  said: {
    en: {
      problems: { wrong: 'Wrong.', missingEnd: 'Type it.', notKnown: 'Not known.', waitMinutes: 'Wait {minutes}.' },
    },
  },
};

async function corner({ leavePin = '97531' } = {}) {
  const document = pageOf('');
  const window = document.defaultView;
  Object.defineProperty(window, 'crypto', { value: webcrypto });
  const store = new Store(new IDBFactory(), () => 0);
  if (leavePin) { await keepPin(store, webcrypto, leavePin, 'nextLeavePin'); }
  await store.belongsTo('key');
  await store.contacted({ begun: [], unused: [], wrongPins: 0 }, { stock: ['r1', 'r2', 'r3'] }, CONTACT);
  const made = new Corner({ window, store, now: () => at('10:00'), screens: SCREENS });
  return { made, store, answer: (fields = {}) => made.answer(SCREENS, new URLSearchParams(fields)) };
}

test('it opens to the PIN to end and no other', async () => {
  const { store, answer } = await corner();
  assert.match(await answer(), /<h1>door<\/h1>/);
  assert.match(await answer({ pin: ' ' }), /door again.*Type it/);
  assert.match(await answer({ pin: 'abc' }), /Wrong/);
  assert.match(await answer({ pin: ' 97531 ' }), /<h1>corner/);
  assert.match(await answer({ pin: '2468' }), /Wait 2\./);
  assert.match(await answer({ pin: '97531' }), /Wait 2\./);
  assert.equal((await store.state()).untold.wrongPins, 0, 'the desk is told of the PIN for the next voter');
});

test('a tablet that does not know the PIN says so', async () => {
  const { answer } = await corner({ leavePin: '' });
  assert.match(await answer({ pin: '97531' }), /Not known/);
});

test('it tells how many were begun and cast, and how many wait', async () => {
  const { store, answer } = await corner();
  await store.begin(false);
  const { right } = await store.begin(false);
  await store.cast({ right, sealed: 's', attempt: 'a', assisted: false });
  const page = pageOf(await answer({ pin: '97531' }));
  assert.equal(page.body.textContent.match(/\d\/\d\/\d/)[0], '2/1/1');
  assert.deepEqual(Array.from(page.querySelectorAll('[data-part]'), (part) => part.hidden), [false, true]);
  await store.sent([right]);
  assert.match(await answer({ pin: '97531' }), /2<\/b>\/<b data-count="cast">1<\/b>\/<b data-fact="waiting">0/);
});

test('only who is inside can try the ballot, and once', async () => {
  const { made, answer } = await corner();
  const trial = new URLSearchParams({ trial: '1' });
  assert.equal(made.isTrial(trial), false);
  await answer({ pin: '2468' });
  assert.equal(made.isTrial(trial), false);
  const { answer: answerRight, made: right } = await corner();
  await answerRight({ pin: '97531' });
  assert.equal(right.isTrial(trial), true);
  assert.equal(right.isTrial(trial), false);
  await answerRight({ pin: '97531' });
  assert.equal(right.isTrial(new URLSearchParams({ pin: '97531' })), false);
});

test('another kiosk on the same tablet begins to count anew', async () => {
  const { store } = await corner();
  await store.begin(false);
  await store.belongsTo('another');
  const { begun, cast } = await store.state();
  assert.deepEqual([begun, cast], [0, 0]);
});

test('a sound is played where the browser can', () => {
  const played = [];
  class AudioContext {
    constructor() { this.currentTime = 2; this.destination = 'out'; }

    createOscillator() {
      const note = (what) => played.push(what);
      return { frequency: {}, connect: note, start: () => note('start'), stop: note };
    }
  }
  const document = pageOf('<button data-try-sound hidden>Play</button>');
  trySound(document, { AudioContext: undefined });
  assert.equal(document.querySelector('button').hidden, true);
  trySound(document, { AudioContext });
  assert.equal(document.querySelector('button').hidden, false);
  fire(document.querySelector('button'), 'click');
  assert.deepEqual(played, ['out', 'start', 3.5]);
  trySound(pageOf('<p>no button</p>'), { AudioContext });
});
