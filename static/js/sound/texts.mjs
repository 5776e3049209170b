/* What of a page is read: the words that the server gave for it, in the order of the page. */
const PROBLEMS = '[data-error-summary], [data-ballot-problem]';

export function textOf(element) {
  const { words, soundAt, instead } = element.dataset;
  return {
    words: words || element.textContent.trim(),
    sound: soundAt || '',
    language: languageOf(element),
    isInstead: Boolean(instead),
  };
}

/* What went wrong comes first. Of the ballot: the list in short, or the one project that is shown, in full. */
export function textsOfPage(document) {
  const wrong = [...document.querySelectorAll(PROBLEMS)].filter((element) => element.textContent.trim());
  const rest = [...document.querySelectorAll('#main [data-reads], #main [data-listen]')]
    .filter((element) => (element.dataset.instead === 'problem' ? wrong.length : isRead(element)));
  const fetched = fetchedFirst(document);
  return [...wrong, ...rest].map((element) => {
    const text = textOf(element);
    if (fetched) { text.begin = async () => { if (!await fetched()) { text.sound = ''; } }; }
    return text;
  });
}

function isRead(element) {
  const line = element.closest('[data-line]');
  const form = element.ownerDocument.querySelector('[data-ballot]');
  const isList = !form || form.dataset.view === 'list';
  if (!line) { return isList; }
  if (element.matches('[data-listen]')) { return !isList && line.matches('.is-shown'); }
  return isList && !line.matches('.is-left-out');
}

/* On the ballot and a review, gets every sound that would tell of the choices, needed or not, in one order, before the
   first is played: whoever sees what is asked for learns nothing, not even that nothing was chosen. What is played then
   lies in the browser's cache, for ever (pb/pages/media). Without them a voice of the device reads. Whether all are
   there. */
function fetchedFirst(document) {
  const list = document.querySelector('[data-fetched-first]');
  if (!list) { return null; }
  let all = null;
  return () => {
    all = all || allGot(document, addressesIn(list)).then(() => true, () => false);
    return all;
  };
}

function addressesIn(list) { return list.dataset.fetchedFirst.split(' ').filter(Boolean); }

async function allGot(document, addresses) {
  for (const address of addresses) { await got(document, address); }
}

async function got(document, address) {
  const answer = await document.defaultView.fetch(address, { cache: 'force-cache' });
  if (!answer.ok) { throw new Error(`no sound: ${answer.status}`); }
  await answer.arrayBuffer();
}

function languageOf(element) {
  const within = element.closest('[lang]');
  return element.dataset.wordsIn || (within ? within.lang : 'en');
}
