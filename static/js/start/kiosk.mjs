/* The screens of a kiosk, which come one after another in one document. */
import { chooseInPlace } from '../ballot/choose-in-place.mjs';
import { enterTicks } from '../ballot/enter-ticks.mjs';
import { foldSettings } from '../ballot/in-sight.mjs';
import { steadyHand } from '../ballot/steady-hand.mjs';
import { focusErrorSummary } from '../error-summary.mjs';
import { showKeypads } from '../keypad.mjs';
import { moveInto, startAlone } from '../kiosk/alone.mjs';
import { clearReceipt } from '../kiosk/clear-receipt.mjs';
import { startKiosk } from '../kiosk/screens.mjs';
import { onceWhole } from '../kiosk/whole.mjs';
import { fitToScreen, watchScreen } from '../screen-size/fit.mjs';
import { measureScreen } from '../screen-size/measuring.mjs';
import { listen, listening } from '../sound/listen.mjs';
import { trySound } from '../sound/try-sound.mjs';
import { startParts } from '../start-parts.mjs';
import { loadStylesWithoutLayers } from '../styles-for-older-browsers.mjs';

const player = listening(document.defaultView);
const parts = [
  fitToScreen, foldSettings, measureScreen, steadyHand, enterTicks, showKeypads, (page) => chooseInPlace(page),
  clearReceipt, focusErrorSummary, (page) => trySound(page), (page) => listen(page, player),
  (page) => { moveInto(page); },
];
const hush = () => player.stop();
const start = () => startParts(document, parts);
const isAlone = document.querySelector('[data-kiosk-alone]');

startParts(document, [
  loadStylesWithoutLayers,
  () => onceWhole(document, () => (
    isAlone ? startAlone(document, start, { hush }) : startKiosk(document, start, { hush }))),
  watchScreen,
]);
