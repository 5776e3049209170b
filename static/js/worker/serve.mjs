/* What a kiosk's browser needs to show its screens without a network: the first document, scripts, styles, letters,
   pictures and sounds. Nothing of a voter passes through here. */
const CACHE = 'pb-kiosk ';
const STATIC = /^(.*\/static\/)[0-9a-f]{12}\//;
const PART = 206;

/* `worker.kept`: {version, shell, files, sums, media}; the addresses of the first document and of what it needs, the
   check sum of each, and how the addresses of pictures and sounds begin. */
export function serve(worker) {
  worker.addEventListener('install', (event) => event.waitUntil(install(worker)));
  worker.addEventListener('activate', (event) => event.waitUntil(tidy(worker)));
  worker.addEventListener('message', (event) => { if (event.data === 'take over') { worker.skipWaiting(); } });
  worker.addEventListener('fetch', (event) => {
    const answer = answerTo(worker, event.request);
    if (answer) { event.respondWith(answer); }
  });
}

/* On a line that is cut again and again the files never come all at once. Those that came stay: the next attempt needs
   the others only. */
async function install(worker) {
  const { shell, files } = worker.kept;
  const cache = await ours(worker);
  const there = await Promise.all(files.map((address) => cache.match(address, { ignoreVary: true })));
  const missing = [shell, ...files.filter((_, place) => !there[place])];
  const faults = [];
  await Promise.all(missing.map((address) => add(worker, cache, address).catch((error) => faults.push(error))));
  if (faults.length) { throw faults[0]; }
}

function ours(worker) { return worker.caches.open(CACHE + worker.kept.version); }

/* Past what else the browser keeps, and only as it is meant: an answer that was cut off, or that somebody on the way
   has written, is none. */
function add(worker, cache, address) {
  const integrity = worker.kept.sums[address];
  return cache.add(new worker.Request(address, { cache: 'reload', integrity }));
}

/* What versions before this one needed goes; pictures and sounds stay, which are the same in every version. */
async function tidy(worker) {
  const names = await worker.caches.keys();
  const old = names.filter((name) => name.startsWith(CACHE) && name !== CACHE + worker.kept.version);
  await Promise.all(old.map((name) => worker.caches.delete(name)));
  await worker.clients.claim();
}

/* The answer from here, or nothing where the network is asked as ever. */
function answerTo(worker, request) {
  const { pathname, origin } = new worker.URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) { return null; }
  const { shell, media } = worker.kept;
  if (request.mode === 'navigate') { return navigated(worker, request, pathname === shell); }
  if (STATIC.test(pathname) || pathname.startsWith(media)) { return fromHere(worker, request, pathname); }
  return null;
}

/* A page that the network does not bring leads to the start as well: so does a tab that the browser opens again. */
async function navigated(worker, request, isShell) {
  const kept = await (await ours(worker)).match(worker.kept.shell, { ignoreVary: true });
  if (isShell) { return kept || keptAgain(worker, worker.kept.shell, request); }
  return worker.fetch(request).catch((error) => {
    if (kept) { return kept; }
    throw error;
  });
}

/* Screens that were laid out before an upgrade name files with the version of then. */
async function fromHere(worker, request, pathname) {
  const [now] = worker.kept.files.map((address) => STATIC.exec(address)).filter(Boolean);
  const address = now ? pathname.replace(STATIC, now[0]) : pathname;
  const kept = await worker.caches.match(address, { ignoreVary: true });
  if (!kept && worker.kept.files.includes(address)) { return keptAgain(worker, address, request); }
  if (!kept) { return worker.fetch(request); }
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('Range') || '');
  return range ? partOf(worker, kept, range) : kept;
}

/* What a browser has lost that was killed, or whose disk was full: fetched again, whole. Where the server has another
   by now that one is shown, and not kept. */
async function keptAgain(worker, address, request) {
  const cache = await ours(worker);
  const isKept = await add(worker, cache, address).then(() => true, () => false);
  return isKept ? cache.match(address, { ignoreVary: true }) : worker.fetch(request);
}

/* Players of sound ask for parts of it, and some take nothing else. */
async function partOf(worker, kept, [, from, to]) {
  const whole = await kept.arrayBuffer();
  const end = Math.min(to ? Number(to) + 1 : whole.byteLength, whole.byteLength);
  const headers = new worker.Headers(kept.headers);
  headers.set('Content-Range', `bytes ${from}-${end - 1}/${whole.byteLength}`);
  headers.set('Content-Length', String(end - Number(from)));
  return new worker.Response(whole.slice(Number(from), end), { status: PART, headers });
}
