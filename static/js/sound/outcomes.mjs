/* How the reading of one text ends: it was read; it could not be; the browser waits until the reader presses. */
export const DONE = 'done';
export const FAILED = 'failed';
export const REFUSED = 'refused';
