/* Votes that are cast sooner than the titles on the ballot can be read (pb/voting/rules/short_turns.py). */

/* From when to when, in milliseconds, of a turn that takes `shortest` seconds at least. A clock that was put back tells
   nothing. */
export function isQuick(openedAt, castAt, shortest) {
  const seconds = (castAt - openedAt) / 1000;
  return seconds >= 0 && seconds < shortest;
}
