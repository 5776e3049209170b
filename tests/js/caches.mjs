/* The caches of a browser, as much as is used. `refused`: what the network does not bring; `added`: what it was asked for. */
export function caches() {
  const all = new Map();
  const keyOf = (request) => (typeof request === 'string' ? request : new URL(request.url).pathname);
  const made = { all, isCut: false, added: [], refused: new Set() };
  const cache = (name) => {
    const kept = all.get(name) || all.set(name, new Map()).get(name);
    return {
      match: async (request) => { const found = kept.get(keyOf(request)); return found && found.clone(); },
      put: async (request, answer) => { kept.set(keyOf(request), answer); },
      add: async (request) => {
        made.added.push(keyOf(request));
        if (made.isCut || made.refused.has(keyOf(request))) { throw new Error('no network'); }
        kept.set(keyOf(request), new Response(`kept ${keyOf(request)}`));
      },
    };
  };
  return Object.assign(made, {
    open: async (name) => cache(name),
    keys: async () => [...all.keys()],
    delete: async (name) => all.delete(name),
    match: async (request) => {
      const found = [...all.values()].map((kept) => kept.get(keyOf(request))).find(Boolean);
      return found && found.clone();
    },
  });
}
