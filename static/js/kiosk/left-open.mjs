/* A ballot is open, and its page was loaded again or the tablet was without power: the start asks in the language, size
   and colours of that voter. What else stands there is the team's. */
import { applySettings, parsed } from './filled.mjs';

/* `turn`: as the store keeps it, if there is one; `said`: the sentences by language, of which screens from before may
   have none. */
export function askInTheirWords(window, page, turn, said) {
  if (!turn || !turn.settings) { return; }
  const { settings } = turn;
  applySettings(page, settings);
  const { wereYou, leftOpen } = said[settings.language] || {};
  if (!leftOpen) { return; }
  const part = page.querySelector('[data-part="turn"]');
  part.textContent = '';
  part.append(...Array.from(parsed(window, leftOpen).body.childNodes));
  const { lang, dir } = part.firstElementChild;
  page.querySelectorAll('h1[data-open]').forEach((heading) => {
    Object.assign(heading, { lang, dir });
    heading.dataset.open = wereYou;
  });
  page.title = wereYou;
}

/* The turn goes on in the language it was in, where that is still one of this ballot's. */
export function asLeft(turn, pages) {
  if (!turn || !turn.settings || turn.settings.language in pages) { return turn; }
  return Object.assign({}, turn, { settings: Object.assign({}, turn.settings, { language: 'en' }) });
}
