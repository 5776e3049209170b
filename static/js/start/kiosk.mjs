/* The screens of a kiosk, which come one after another in one document. */
import { chooseInPlace } from '../ballot/choices.mjs';
import { focusErrorSummary } from '../error-summary.mjs';
import { showKeypads } from '../keypad.mjs';
import { clearReceipt } from '../kiosk/clear-receipt.mjs';
import { startKiosk } from '../kiosk/screens.mjs';
import { startParts } from '../start-parts.mjs';
import { loadStylesWithoutLayers } from '../styles-for-older-browsers.mjs';

const parts = [showKeypads, (page) => chooseInPlace(page), clearReceipt, focusErrorSummary];

startParts(document, [loadStylesWithoutLayers, () => startKiosk(document, () => startParts(document, parts))]);
