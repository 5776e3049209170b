/* Pages for the signed-in. */
import { countCharacters } from '../character-count.mjs';
import { makeKioskKey } from '../device-key/pairing.mjs';
import { focusErrorSummary } from '../error-summary.mjs';
import { mindFileSizes } from '../file-size.mjs';
import { lookAgain } from '../look-again.mjs';
import { foldMenu } from '../menu.mjs';
import { keepCounts } from '../paper/kept-counts.mjs';
import { typeInPlace } from '../paper/next-paper.mjs';
import { startPaperTyping } from '../paper/typing.mjs';
import { showPasswords } from '../show-password.mjs';
import { startParts } from '../start-parts.mjs';
import { loadStylesWithoutLayers } from '../styles-for-older-browsers.mjs';

startParts(document, [
  loadStylesWithoutLayers, foldMenu, showPasswords, countCharacters, startPaperTyping, typeInPlace, makeKioskKey,
  keepCounts, focusErrorSummary, lookAgain, mindFileSizes,
]);
