/* Reading aloud: which text, by what, and silence when it must be silent. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { listen, listening } from '../../static/js/sound/listen.mjs';
import { Voice } from '../../static/js/sound/voice.mjs';
import { fire, pageOf } from './page.mjs';

const BUTTONS = `<div class="listen__buttons" hidden><button data-listen-play><i data-when="silent">Listen</i>
  <i data-when="playing" hidden>Pause</i><i data-when="paused" hidden>Go on</i></button>
  <button data-listen-slower aria-pressed="false">Slower</button></div>`;
const text = (kind, words, sound = '') => `<div data-${kind} data-words="${words}" ${sound && `data-sound-at="/${sound}"`}>
  ${sound && '<audio class="listen__plain"></audio>'}${kind === 'listen' ? BUTTONS : ''}</div>`;
const PAGE = `<div data-listen-page>${BUTTONS}</div>`;
const LOCAL = [{ lang: 'en-US', localService: true }, { lang: 'en-GB', localService: true }];

const settled = () => new Promise((done) => { setImmediate(done); });

/* A page with a device that plays sounds and speaks; `happened` is what is heard. */
async function heard(body, { sound = 'ask', voices = LOCAL, refuses = false, broken = false, answers = () => true } = {}) {
  const document = pageOf(body, { html: `lang="en-GB" data-sound="${sound}"` });
  const window = document.defaultView;
  const happened = [];
  const audio = new window.EventTarget();
  Object.assign(audio, {
    play() {
      happened.push(`play ${audio.src} ${audio.playbackRate}`);
      if (refuses) { return Promise.reject(Object.assign(new Error(), { name: 'NotAllowedError' })); }
      if (broken) { fire({ ownerDocument: document, dispatchEvent: (event) => audio.dispatchEvent(event) }, 'error'); }
      return Promise.resolve();
    },
    pause() { happened.push('pause'); },
  });
  let spoken = null;
  window.speechSynthesis = Object.assign(new window.EventTarget(), {
    getVoices: () => voices,
    speak(utterance) { spoken = utterance; happened.push(`say ${utterance.text.trim()} ${utterance.lang} ${utterance.rate}`); },
    cancel() { spoken = null; happened.push('cancel'); },
  });
  window.SpeechSynthesisUtterance = class { constructor(words) { this.text = words; } };
  window.fetch = async (address) => {
    happened.push(`get ${address}`);
    return { ok: answers(address), arrayBuffer: async () => {} };
  };
  const player = listening(window, { audio, voice: new Voice(window) });
  listen(document, player);
  await settled();
  const box = (number = 0) => [...document.querySelectorAll('[data-listen], [data-listen-page]')][number];
  return {
    document,
    window,
    voices,
    player,
    happened,
    takeHeard: () => happened.splice(0).filter((each) => !['pause', 'cancel'].includes(each)),
    isOffered: (number) => !box(number).querySelector('.listen__buttons').hidden,
    says: (number) => [...box(number).querySelectorAll('[data-when]')].filter((each) => !each.hidden)[0].textContent,
    press: async (number, button = 'play') => {
      box(number).querySelector(`[data-listen-${button}]`).click();
      await settled();
    },
    soundEnds: async () => { audio.dispatchEvent(new window.Event('ended')); await settled(); },
    voiceEnds: async () => { spoken.onend(); await settled(); },
  };
}

test('a recording is played, paused and goes on at the same place, and the plain player goes', async () => {
  const page = await heard(text('listen', 'One.', 'a'));
  assert.equal(page.document.querySelector('audio'), null);
  assert.deepEqual([page.isOffered(0), page.says(0)], [true, 'Listen']);
  await page.press(0);
  assert.deepEqual([page.takeHeard(), page.says(0)], [['play /a 1'], 'Pause']);
  await page.press(0);
  assert.deepEqual([page.happened, page.says(0)], [['pause'], 'Go on']);
  await page.press(0);
  assert.equal(page.says(0), 'Pause');
  await page.soundEnds();
  assert.equal(page.says(0), 'Listen');
});

test('without a recording a voice of the device reads, of the nearest country, sentence by sentence', async () => {
  const page = await heard(text('listen', 'One here. Two.'));
  await page.press(0);
  assert.deepEqual(page.takeHeard(), ['say One here. en-GB 1']);
  await page.voiceEnds();
  assert.deepEqual(page.takeHeard(), ['say Two. en-GB 1']);
  await page.press(0);
  assert.deepEqual([page.happened.splice(0), page.says(0)], [['cancel'], 'Go on']);
  await page.press(0);
  assert.deepEqual(page.takeHeard(), ['say Two. en-GB 1'], 'it goes on with the sentence that was cut');
  await page.voiceEnds();
  assert.equal(page.says(0), 'Listen');
});

test('nothing is offered where nothing can be heard: no voice, one of the network, one of another language', async () => {
  for (const voices of [[], [{ lang: 'en-GB', localService: false }], [{ lang: 'pl-PL', localService: true }]]) {
    const page = await heard(PAGE + text('listen', 'One.') + text('reads', 'Two.'), { voices });
    assert.deepEqual([page.isOffered(0), page.isOffered(1)], [false, false]);
  }
});

test('voices that come late bring the buttons, and the reading that was wished for', async () => {
  const page = await heard(PAGE + text('reads', 'Two.'), { sound: 'all', voices: [] });
  assert.deepEqual([page.isOffered(0), page.takeHeard()], [false, []]);
  page.voices.push(...LOCAL);
  page.window.speechSynthesis.dispatchEvent(new page.window.Event('voiceschanged'));
  await settled();
  assert.deepEqual([page.isOffered(0), page.takeHeard()], [true, ['say Two. en-GB 1']]);
});

test('a sound that cannot be got is read by the voice', async () => {
  const page = await heard(text('listen', 'One.', 'a'), { broken: true });
  await page.press(0);
  assert.deepEqual(page.takeHeard(), ['play /a 1', 'say One. en-GB 1']);
});

test('slower holds for what is read and for all that follows', async () => {
  const page = await heard(text('listen', 'One.', 'a') + text('listen', 'Two.'));
  await page.press(0, 'slower');
  await page.press(0);
  await page.press(1);
  assert.deepEqual(page.takeHeard(), ['play /a 0.75', 'say Two. en-GB 0.75']);
  await page.press(1, 'slower');
  assert.deepEqual(page.takeHeard(), ['say Two. en-GB 1'], 'the sentence begins again at the other pace');
  const pressed = [...page.document.querySelectorAll('[data-listen-slower]')].map((each) => each.getAttribute('aria-pressed'));
  assert.deepEqual(pressed, ['false', 'false']);
});

const BALLOT = (view, shown) => `${text('reads', 'Choose.', 'c')}<form data-ballot data-view="${view}">
  <li data-line="1" class="${shown === 1 ? 'is-shown' : ''}">${text('reads', 'First.', 's1')}
    ${text('listen', 'First in full.', 'f1')}</li>
  <li data-line="2" class="is-left-out">${text('reads', 'Second.', 's2')}</li>
  <li data-line="3" class="${shown === 3 ? 'is-shown' : ''}">${text('reads', 'Third.', 's3')}
    ${text('listen', 'Third in full.', 'f3')}</li>
  </form>`;

test('a page that is to be read is read on its arrival: what is wrong, the words of the page, the list in short', async () => {
  const wrong = '<div data-error-summary>Take one off.</div>';
  const page = await heard(PAGE + wrong + BALLOT('list'), { sound: 'all' });
  assert.deepEqual(page.takeHeard(), ['say Take one off. en-GB 1']);
  await page.voiceEnds();
  for (const sound of ['c', 's1', 's3']) {
    assert.deepEqual(page.takeHeard(), [`play /${sound} 1`]);
    await page.soundEnds();
  }
  assert.deepEqual([page.takeHeard(), page.says(0)], [[], 'Listen']);
});

const INSTEAD = (kind, words, sound) => text('reads', words, sound).replace('<div ', `<div data-instead="${kind}" `);

test('where no voice can say what is wrong, a sound says that something is, first; and only then', async () => {
  const page = (problem) => `${PAGE}${INSTEAD('problem', 'A problem.', 'p')}${text('reads', 'Choose.', 'c')}
    <p data-ballot-problem>${problem}</p>`;
  const plays = async (problem, voices) => (await heard(page(problem), { sound: 'all', voices })).takeHeard();
  assert.deepEqual(await plays('Take one off.', []), ['play /p 1']);
  assert.deepEqual(await plays('', []), ['play /c 1']);
  assert.deepEqual(await plays('Take one off.', LOCAL), ['say Take one off. en-GB 1']);
  const pressed = await heard(page('Take one off.'), { voices: [] });
  await pressed.press(0);
  assert.deepEqual(pressed.takeHeard(), ['play /p 1']);
});

test('English words are read by an English voice on a page in another language', async () => {
  const words = '<div lang="ur"><div data-reads data-words="One." data-words-in="en-GB"></div></div>';
  assert.deepEqual((await heard(PAGE + words, { sound: 'all' })).takeHeard(), ['say One. en-GB 1']);
});

test('one project by itself is read in full, and another view reads anew', async () => {
  const page = await heard(PAGE + BALLOT('one', 3), { sound: 'all' });
  assert.deepEqual(page.takeHeard(), ['play /f3 1']);
  page.document.querySelector('[data-line="3"]').classList.remove('is-shown');
  page.document.querySelector('[data-line="1"]').classList.add('is-shown');
  fire(page.document.querySelector('[data-ballot]'), 'viewchange');
  await settled();
  assert.deepEqual(page.takeHeard(), ['play /f1 1']);
});

test('a page is not read by itself on demand, nor where the browser waits for a press', async () => {
  assert.deepEqual((await heard(PAGE + BALLOT('list'))).takeHeard(), []);
  const page = await heard(PAGE + BALLOT('list'), { sound: 'all', refuses: true });
  assert.deepEqual([page.takeHeard(), page.says(0)], [['play /c 1'], 'Listen']);
});

for (const [name, leave] of [
  ['sent', ({ document }) => fire(document.querySelector('form'), 'submit')],
  ['left', ({ window }) => fire(window, 'pagehide')],
  ['replaced', ({ document, player }) => listen(document, player)],
  ['hidden', ({ document }) => {
    Object.defineProperty(document, 'hidden', { value: true });
    fire(document.querySelector('form'), 'visibilitychange');
  }],
]) {
  test(`a page that is ${name} falls silent`, async () => {
    const page = await heard(PAGE + BALLOT('list'));
    await page.press(0);
    page.happened.splice(0);
    leave(page);
    await settled();
    assert.deepEqual([page.happened.includes('pause'), page.says(0)], [true, 'Listen']);
    await page.soundEnds();
    assert.deepEqual(page.takeHeard(), []);
  });
}

const REVIEW = `${text('reads', 'Check.', 'r')}<span data-fetched-first="/s1 /s2 /s3 /r /e /b "></span>
  <ol class="picks"><li>${text('reads', 'Third.', 's3')}</li></ol>${text('reads', 'Cast.', 'e')}`;
const BLANK = `${text('reads', 'Nothing.', 'b')}<span data-fetched-first="/s1 /s2 /s3 /r /e /b "></span>`;
const ALL = ['get /s1', 'get /s2', 'get /s3', 'get /r', 'get /e', 'get /b'];

test('on the review the sounds of all projects are asked for, so that nobody sees which were chosen', async () => {
  const page = await heard(PAGE + REVIEW, { sound: 'all' });
  assert.deepEqual(page.takeHeard(), [...ALL, 'play /r 1']);
  await page.soundEnds();
  assert.deepEqual(page.takeHeard(), ['play /s3 1']);
  await page.soundEnds();
  assert.deepEqual(page.takeHeard(), ['play /e 1']);
});

test('what was given is said by a voice of the device; without one a sound says first that it must be read', async () => {
  const review = PAGE + INSTEAD('values', 'Not points.', 'u') + REVIEW.replace('</li>', `${text('reads', '2 points.')}</li>`);
  const spoken = await heard(review, { sound: 'all' });
  assert.deepEqual(spoken.takeHeard(), [...ALL, 'play /r 1']);
  await spoken.soundEnds();
  await spoken.soundEnds();
  assert.deepEqual(spoken.takeHeard(), ['play /s3 1', 'say 2 points. en-GB 1']);
  const silent = await heard(review, { sound: 'all', voices: [] });
  for (const sound of ['u', 'r', 's3', 'e']) {
    assert.deepEqual(silent.takeHeard().filter((each) => !each.startsWith('get')), [`play /${sound} 1`]);
    await silent.soundEnds();
  }
});

test('a blank review asks for the same sounds, in the same order, and plays none that was not got', async () => {
  assert.deepEqual((await heard(PAGE + BLANK, { sound: 'all' })).takeHeard(), [...ALL, 'play /b 1']);
});

test('where one of them cannot be got, none is asked for by itself', async () => {
  const page = await heard(PAGE + REVIEW, { sound: 'all', answers: (address) => address !== '/s2' });
  assert.deepEqual(page.takeHeard(), ['get /s1', 'get /s2', 'say Check. en-GB 1']);
  await page.voiceEnds();
  assert.deepEqual(page.takeHeard(), ['say Third. en-GB 1']);
});
