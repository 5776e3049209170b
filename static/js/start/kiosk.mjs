/* The screens of a kiosk, which come one after another in one document. */
import { limitChoices } from '../choice-limit.mjs';
import { focusErrorSummary } from '../error-summary.mjs';
import { showKeypads } from '../keypad.mjs';
import { clearReceipt } from '../kiosk/clear-receipt.mjs';
import { startKiosk } from '../kiosk/screens.mjs';
import { sendOnce } from '../send-once.mjs';
import { startParts } from '../start-parts.mjs';
import { loadStylesWithoutLayers } from '../styles-for-older-browsers.mjs';

const parts = [showKeypads, limitChoices, sendOnce, clearReceipt, focusErrorSummary];

startParts(document, [loadStylesWithoutLayers, () => startKiosk(document, () => startParts(document, parts))]);
