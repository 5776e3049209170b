/* The voter's screens at home. */
import { chooseInPlace } from '../ballot/choose-in-place.mjs';
import { enterTicks } from '../ballot/enter-ticks.mjs';
import { foldSettings } from '../ballot/in-sight.mjs';
import { startBallot } from '../ballot/in-place.mjs';
import { steadyHand } from '../ballot/steady-hand.mjs';
import { Steps } from '../ballot/steps.mjs';
import { focusErrorSummary } from '../error-summary.mjs';
import { listen, listening } from '../sound/listen.mjs';
import { startParts } from '../start-parts.mjs';
import { loadStylesWithoutLayers } from '../styles-for-older-browsers.mjs';
import { takeCodeFromAddress } from '../voting-code.mjs';

const steps = new Steps(document.defaultView);
const player = listening(document.defaultView);
const parts = [
  foldSettings, steadyHand, enterTicks, takeCodeFromAddress, (page) => chooseInPlace(page, steps), focusErrorSummary,
  (page) => listen(page, player),
];

startParts(document, [
  loadStylesWithoutLayers, () => startBallot(document, () => startParts(document, parts), steps),
]);
