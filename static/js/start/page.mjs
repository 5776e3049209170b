/* Pages for everybody. */
import { countCharacters } from '../character-count.mjs';
import { focusErrorSummary } from '../error-summary.mjs';
import { keepSaving } from '../keep-saving.mjs';
import { lookAgain } from '../look-again.mjs';
import { showPasswords } from '../show-password.mjs';
import { listen, listening } from '../sound/listen.mjs';
import { startParts } from '../start-parts.mjs';
import { loadStylesWithoutLayers } from '../styles-for-older-browsers.mjs';

startParts(document, [
  loadStylesWithoutLayers, showPasswords, countCharacters, focusErrorSummary, lookAgain, keepSaving,
  (page) => { if (page.querySelector('[data-listen]')) { listen(page, listening(page.defaultView)); } },
]);
