/* The parts that read aloud, each by itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DONE, FAILED, REFUSED } from '../../static/js/sound/outcomes.mjs';
import { Player } from '../../static/js/sound/player.mjs';
import { Recording } from '../../static/js/sound/recording.mjs';
import { textOf, textsOfPage } from '../../static/js/sound/texts.mjs';
import { pageOf } from './page.mjs';

/* A reader that reads what has words, ends as it is told, and keeps what it was asked. */
function reader(how = DONE) {
  const read = [];
  return {
    read: async (text) => { read.push(text.words); return how; },
    canRead: ({ words }) => Boolean(words), asked: read, pause() {}, goOn() {}, stop() {}, setRate(rate) { this.rate = rate; },
  };
}

test('the second reader reads what the first one cannot, and where the browser waits nothing more is read', async () => {
  const first = reader(FAILED);
  const second = reader(DONE);
  await new Player([first, second]).read({}, [{ words: 'one' }, { words: 'two' }]);
  assert.deepEqual([first.asked, second.asked], [['one', 'two'], ['one', 'two']]);
  const refusing = reader(REFUSED);
  await new Player([refusing, second]).read({}, [{ words: 'three' }, { words: 'four' }]);
  assert.deepEqual([refusing.asked, second.asked], [['three'], ['one', 'two']]);
});

test('slower is the same for each reader', () => {
  const readers = [reader(), reader()];
  const player = new Player(readers);
  player.slower(true);
  assert.deepEqual(readers.map(({ rate }) => rate), [0.75, 0.75]);
  player.slower(false);
  assert.deepEqual(readers.map(({ rate }) => rate), [1, 1]);
});

test('a recording ends as its element does', async () => {
  const audio = new EventTarget();
  Object.assign(audio, { play: () => Promise.resolve(), pause() {} });
  const recording = new Recording(audio);
  const read = recording.read({ sound: '/media/a' });
  assert.equal(audio.src, '/media/a');
  audio.dispatchEvent(new Event('ended'));
  assert.equal(await read, DONE);
  const broken = recording.read({ sound: '/media/b' });
  audio.dispatchEvent(new Event('error'));
  assert.equal(await broken, FAILED);
  audio.play = () => Promise.reject(Object.assign(new Error('wait'), { name: 'NotAllowedError' }));
  assert.equal(await recording.read({ sound: '/media/c' }), REFUSED);
});

test('what is read of a page: what is wrong first, then its words in their order', () => {
  const document = pageOf(`<p data-reads data-words="A lead." data-sound-at="/media/a"></p>
    <p data-ballot-problem>Take one off first.</p><p data-reads lang="ur">Text</p>`);
  const texts = textsOfPage(document);
  assert.deepEqual(texts.map(({ words }) => words), ['Take one off first.', 'A lead.', 'Text']);
  assert.deepEqual([texts[1].sound, texts[2].language], ['/media/a', 'ur']);
  assert.equal(textOf(document.querySelector('[lang]')).sound, '');
});
