/* "Listen": beside a text, and for a whole page of the voter's screens, which is read by itself where the voter wants
   it. The buttons come only where something can be heard. Without a script a recording has the browser's player. */
import { Player } from './player.mjs';
import { Recording } from './recording.mjs';
import { textOf, textsOfPage } from './texts.mjs';
import { Voice } from './voice.mjs';

const BOXES = '[data-listen], [data-listen-page]';

/* What reads the pages of this window. It is silent as soon as a page is left, hidden or sent. */
export function listening(window, { audio = window.document.createElement('audio'), voice = new Voice(window) } = {}) {
  const { document } = window;
  const player = new Player([new Recording(audio), voice], () => show(document, player));
  const hush = () => player.stop();
  window.addEventListener('pagehide', hush);
  document.addEventListener('submit', hush);
  document.addEventListener('visibilitychange', () => { if (document.hidden) { hush(); } });
  document.addEventListener('viewchange', () => arrive(document, player));
  document.addEventListener('click', (event) => pressed(event, document, player));
  if (window.speechSynthesis && window.speechSynthesis.addEventListener) {  // voices come late
    window.speechSynthesis.addEventListener('voiceschanged', () => {
      if (player.state === 'silent' && !player.hasRead) { arrive(document, player); }
    });
  }
  return player;
}

/* A page has come: silence, its buttons, and its words if they are to be read. */
export function listen(document, player) {
  document.querySelectorAll('.listen__plain').forEach((plain) => plain.remove());
  player.hasRead = false;
  arrive(document, player);
}

function arrive(document, player) {
  player.stop();
  const page = document.querySelector('[data-listen-page]');
  if (!page || document.documentElement.dataset.sound !== 'all') { return; }
  const texts = readable(textsOfPage(document), player);
  player.hasRead = texts.length > 0;
  if (player.hasRead) { player.read(page, texts); }
}

function pressed(event, document, player) {
  const box = event.target.closest(BOXES);
  if (!box) { return; }
  if (event.target.closest('[data-listen-slower]')) { player.slower(!player.isSlower); }
  if (event.target.closest('[data-listen-play]')) {
    player.hasRead = true;
    player.press(box, () => readable(textsOf(box, document), player));
  }
}

function textsOf(box, document) {
  return box.matches('[data-listen]') ? [textOf(box)] : textsOfPage(document);
}

/* What stands for words without a sound is not needed where a voice reads those. */
function readable(texts, player) {
  return texts.filter((text) => player.canRead(text) && !(text.isInstead && player.canRead({ ...text, sound: '' })));
}

function show(document, player) {
  document.querySelectorAll(BOXES).forEach((box) => {
    const state = player.owner === box ? player.state : 'silent';
    box.querySelector('.listen__buttons').hidden = !textsOf(box, document).some((text) => player.canRead(text));
    box.querySelectorAll('[data-when]').forEach((words) => { words.hidden = words.dataset.when !== state; });
    box.querySelector('[data-listen-slower]').setAttribute('aria-pressed', String(player.isSlower));
  });
}
