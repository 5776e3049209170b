/* The screens of a ballot, with its pictures and sounds, as the server has them now. */
const MEDIA = 'pb-kiosk-media';

/* The screens, kept on the device once all that they show is there too. `as`: what is to be kept otherwise than it
   came. */
export async function fetchScreens({ window, store, post, address, as = {} }) {
  const { isStranger, json } = await post(address);
  if (isStranger) { throw new Error('the server does not know this tablet'); }
  const screens = Object.assign({}, json, as);
  await keepMedia(window, screens.media);
  await store.set('screens', screens);
  return screens;
}

/* Pictures and sounds lie under the hash of what they are: what is there already is the same. */
async function keepMedia(window, addresses) {
  const cache = await window.caches.open(MEDIA);
  for (const address of addresses) {
    if (!await cache.match(address, { ignoreVary: true })) {
      const answer = await window.fetch(address, { headers: { Accept: 'image/webp,*/*' } });
      if (!answer.ok) { throw new Error(`${address}: ${answer.status}`); }
      await cache.put(address, answer);
    }
  }
}
