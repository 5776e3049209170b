/* Facts that a tablet keeps, read and changed within one transaction of the store. */

/* What has happened here and the server was not told yet; wrong PINs in all, so that to tell it twice does no harm.
   `checks`: ballots that were checked instead of cast, with the keys of their envelopes. */
export const NOTHING_TO_TELL = { begun: [], unused: [], wrongPins: 0, checks: [] };

/* Under which name the open ballot is kept: an older word, which tablets have on their disks. */
export const TURN = 'visit';

export async function untoldOf(facts) { return Object.assign({}, NOTHING_TO_TELL, await facts.get('untold')); }

export async function quickOf(facts) {
  const quick = await facts.get('quick');
  return quick === undefined ? null : quick;
}

export async function closeTurn(facts) {
  const turn = await facts.get(TURN);
  if (!turn) { return; }
  const untold = await untoldOf(facts);
  await facts.set('untold', Object.assign(untold, { unused: [...untold.unused, turn.right] }));
  await facts.remove(TURN);
}

/* They go with the turn, however it ends. */
export async function keepSettings(facts, right, settings) {
  const turn = await facts.get(TURN);
  if (turn && turn.right === right) { await facts.set(TURN, Object.assign(turn, { settings })); }
}

/* Sealed before it is on the disk. It goes with the turn, or with its vote. */
export async function keepCard(facts, right, card) {
  const turn = await facts.get(TURN);
  if (turn && turn.right === right) { await facts.set(TURN, Object.assign(turn, { card })); }
}

/* The open ballot is checked instead of cast. Whether it was still open. */
export async function checkTurn(facts, checked) {
  const turn = await facts.get(TURN);
  if (!turn || turn.right !== checked.right) { return false; }
  await closeTurn(facts);
  const untold = await untoldOf(facts);
  await facts.set('untold', Object.assign(untold, { checks: [...untold.checks, checked] }));
  return true;
}

/* What is left when the server has answered to what it was `told`. */
export function stillUntold(untold, told) {
  return {
    begun: untold.begun.filter((right) => !told.begun.includes(right)),
    unused: untold.unused.filter((right) => !told.unused.includes(right)),
    wrongPins: untold.wrongPins,
    checks: untold.checks.filter(({ right }) => !(told.checks || []).some((each) => each.right === right)),
  };
}

/* One more of these since the set-up: a number, and not which. */
export async function counted(facts, name) { await facts.set(name, (await facts.get(name) || 0) + 1); }
