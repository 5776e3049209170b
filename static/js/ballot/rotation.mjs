/* In which order a voter sees the projects: as pb/voting/rules/rotation.py says it, by the random key of their
   ballot. */

/* The numbers of one pot, which come in their order, as its list `list` (from 1 on) has them. */
export function turned(numbers, list) {
  const start = Math.floor((list - 1) / 2);
  if (list % 2) { return [...numbers.slice(start), ...numbers.slice(0, start)]; }
  return [...numbers.slice(0, start + 1).reverse(), ...numbers.slice(start + 1).reverse()];
}

export async function listOf(crypto, key, pot, projects) {
  const said = Uint8Array.from(`pb list ${pot} ${key}`, (letter) => letter.charCodeAt(0));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', said));
  const lists = Math.max(1, 2 * projects);
  return 1 + digest.reduce((rest, byte) => (rest * 256 + byte) % lists, 0);
}

/* All numbers of a ballot in the order of this key; `pots`: [{id, numbers}]. */
export async function orderOf(crypto, key, pots, isRotated) {
  const parts = await Promise.all(pots.map(async ({ id, numbers }) => (
    isRotated ? turned(numbers, await listOf(crypto, key, id, numbers.length)) : numbers)));
  return [].concat(...parts);
}
