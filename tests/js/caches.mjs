/* The caches of a browser, as much as is used. */
export function caches() {
  const all = new Map();
  const keyOf = (request) => (typeof request === 'string' ? request : new URL(request.url).pathname);
  const cache = (name) => {
    const kept = all.get(name) || all.set(name, new Map()).get(name);
    return {
      match: async (request) => kept.get(keyOf(request)),
      put: async (request, answer) => { kept.set(keyOf(request), answer); },
      addAll: async (requests) => requests.forEach((request) => kept.set(keyOf(request), new Response(`kept ${keyOf(request)}`))),
    };
  };
  return {
    all,
    open: async (name) => cache(name),
    keys: async () => [...all.keys()],
    delete: async (name) => all.delete(name),
    match: async (request) => {
      const found = [...all.values()].map((kept) => kept.get(keyOf(request))).find(Boolean);
      return found && found.clone();
    },
  };
}
