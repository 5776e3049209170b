/* Sheets for the printer. */
import { focusErrorSummary } from '../error-summary.mjs';
import { offerPrinting } from '../print-button.mjs';
import { startParts } from '../start-parts.mjs';
import { loadStylesWithoutLayers } from '../styles-for-older-browsers.mjs';

startParts(document, [loadStylesWithoutLayers, offerPrinting, focusErrorSummary]);
