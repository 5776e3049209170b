/* A kiosk that reads aloud, from its start module on: whose turn was ended is not read to the next person. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

import { settled } from './network.mjs';
import { fire, pageOf } from './page.mjs';

const TURN = (texts) => `<div data-listen-page><div class="listen__buttons" hidden><button data-listen-play></button>
  <button data-listen-slower></button></div></div>${texts}
  <form method="post" action="/kiosk/end"></form>
  <dialog data-kiosk-idle data-ask-after="0" data-clear-after="0"><button data-kiosk-stay>Yes</button>
  <span data-kiosk-countdown></span></dialog>`;
const VOICE = '<div data-reads data-words="You have chosen number 1. It costs 200 pounds."></div>';
const SOUND = '<div data-reads data-words="First." data-sound-at="/s1"></div>';
const NEXT = '<div data-reads data-words="Number 2." data-sound-at="/s2"></div>';

afterEach(() => {
  document.defaultView.close();
  delete globalThis.document;
});

/* A kiosk in the middle of a turn that is read aloud. `looks` is its look at the clock, once a second; `endsText` ends
   what is read just now. Its server does not answer. */
async function kiosk(name, texts) {
  const document = pageOf(TURN(texts), {
    head: '<meta name="kiosk" content="/kiosk" data-other-page-for="30">', html: 'lang="en-GB" data-kiosk data-sound="all"',
  });
  const window = document.defaultView;
  const happened = [];
  const begun = [];
  let looks;
  Object.assign(window, {
    matchMedia: () => ({ matches: false, addEventListener() {} }),
    setInterval: (look) => { looks = look; },
    fetch: (address) => { happened.push(`asks ${address}`); return new Promise(() => {}); },
    speechSynthesis: Object.assign(new window.EventTarget(), {
      getVoices: () => [{ lang: 'en-GB', localService: true }],
      speak(words) { happened.push(`says ${words.text.trim()}`); begun.push(() => words.onend()); },
      cancel() { happened.push('silence'); },
    }),
    SpeechSynthesisUtterance: class { constructor(words) { this.text = words; } },
  });
  Object.assign(window.HTMLMediaElement.prototype, {
    play() {
      happened.push(`plays ${this.getAttribute('src')}`);
      begun.push(() => this.dispatchEvent(new window.Event('ended')));
    },
    pause() { happened.push('silence'); },
  });
  globalThis.document = document;
  await import(`../../static/js/start/kiosk.mjs?${name}`);
  await settled();
  return {
    document,
    happened,
    take: () => happened.splice(0).filter((each) => !each.startsWith('asks')),
    looks: () => looks(),
    endsText: async () => { begun.at(-1)(); await settled(); },
  };
}

for (const [name, texts, heard] of [
  ['a voice of the device', VOICE + NEXT, 'says You have chosen number 1.'],
  ['a sound', SOUND + NEXT, 'plays /s1'],
]) {
  test(`a turn that nobody answers for falls silent at once, whatever the network does: ${name}`, async () => {
    const page = await kiosk(encodeURIComponent(name), texts);
    assert.deepEqual(page.take().filter((each) => each !== 'silence'), [heard]);
    page.looks();
    assert.equal(page.document.body.textContent, '', 'nothing of the turn is seen');
    assert.equal(page.happened[0], 'silence', 'nor heard, before the server is asked');
    page.take();
    await page.endsText();
    assert.deepEqual(page.take(), [], 'what came next in that turn is read to nobody');
  });
}

test('without a turn that ends the next text follows', async () => {
  const page = await kiosk('goes-on', SOUND + NEXT);
  page.take();
  await page.endsText();
  assert.deepEqual(page.take(), ['plays /s2']);
  fire(page.document.querySelector('form'), 'submit');
  assert.ok(page.take().includes('silence'), 'a turn that the voter ends');
});
