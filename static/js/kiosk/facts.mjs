/* Facts that a tablet keeps, read and changed within one transaction of the store. */

/* What has happened here and the server was not told yet; wrong PINs in all, so that to tell it twice does no harm. */
export const NOTHING_TO_TELL = { begun: [], unused: [], wrongPins: 0 };

export async function untoldOf(facts) { return Object.assign({}, NOTHING_TO_TELL, await facts.get('untold')); }

export async function quickOf(facts) {
  const quick = await facts.get('quick');
  return quick === undefined ? null : quick;
}

export async function closeVisit(facts) {
  const visit = await facts.get('visit');
  if (!visit) { return; }
  const untold = await untoldOf(facts);
  await facts.set('untold', Object.assign(untold, { unused: [...untold.unused, visit.right] }));
  await facts.remove('visit');
}

/* One more of these since the set-up: a number, and not which. */
export async function counted(facts, name) { await facts.set(name, (await facts.get(name) || 0) + 1); }
