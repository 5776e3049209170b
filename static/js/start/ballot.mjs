/* The voter's screens at home. */
import { limitChoices } from '../choice-limit.mjs';
import { focusErrorSummary } from '../error-summary.mjs';
import { sendOnce } from '../send-once.mjs';
import { startParts } from '../start-parts.mjs';
import { loadStylesWithoutLayers } from '../styles-for-older-browsers.mjs';
import { takeCodeFromAddress } from '../voting-code.mjs';

startParts(document, [loadStylesWithoutLayers, takeCodeFromAddress, limitChoices, sendOnce, focusErrorSummary]);
