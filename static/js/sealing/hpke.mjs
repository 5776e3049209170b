/* HPKE (RFC 9180), base mode, one message: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. The names of the steps
   are the standard's own. `crypto` is the browser's; there is none over plain http. */
const KEM = join(bytes('KEM'), [0, 0x10]);
const SUITE = join(bytes('HPKE'), [0, 0x10, 0, 1, 0, 1]);
const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
const NOTHING = new Uint8Array(0);

/* enc and ciphertext, one after the other. `publicKey`: an uncompressed point, 65 bytes. `ephemeral`: each message has
   another pair, which is brought where its private half may have to be shown. */
export async function seal(crypto, publicKey, info, plain, ephemeral = undefined) {
  const { subtle } = crypto;
  const pair = ephemeral || await subtle.generateKey(CURVE, false, ['deriveBits']);
  const enc = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
  const shared = await encap(subtle, pair.privateKey, enc, publicKey);
  const { key, nonce } = await keySchedule(subtle, shared, info);
  const aes = await subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  const sealed = await subtle.encrypt({ name: 'AES-GCM', iv: nonce, tagLength: 128 }, aes, plain);
  return join(enc, new Uint8Array(sealed));
}

/* A pair for one message, whose private half can be given up. */
export function newPair({ subtle }) { return subtle.generateKey(CURVE, true, ['deriveBits']); }

/* The private half: 32 bytes in base64url. */
export async function privateHalf({ subtle }, { privateKey }) { return (await subtle.exportKey('jwk', privateKey)).d; }

async function encap(subtle, privateKey, enc, publicKey) {
  const theirs = await subtle.importKey('raw', publicKey, CURVE, false, []);
  const dh = await subtle.deriveBits({ name: 'ECDH', public: theirs }, privateKey, 256);
  return derive(subtle, KEM, NOTHING, ['eae_prk', new Uint8Array(dh)], ['shared_secret', join(enc, publicKey)], 32);
}

async function keySchedule(subtle, shared, info) {
  const context = join([0], await extract(subtle, 'psk_id_hash', NOTHING), await extract(subtle, 'info_hash', info));
  const secret = (label, length) => derive(subtle, SUITE, shared, ['secret', NOTHING], [label, context], length);
  return { key: await secret('key', 16), nonce: await secret('base_nonce', 12) };
}

/* LabeledExtract and LabeledExpand in one: a browser does not give the key in between. */
async function derive(subtle, suite, salt, [label, ikm], [labelOfInfo, info], length) {
  const key = await subtle.importKey('raw', labeled(suite, label, ikm), 'HKDF', false, ['deriveBits']);
  const expanded = join([0, length], labeled(suite, labelOfInfo, info));
  const bits = await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info: expanded }, key, 8 * length);
  return new Uint8Array(bits);
}

/* LabeledExtract without a salt, which is a salt of zeros. */
async function extract(subtle, label, ikm) {
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const key = await subtle.importKey('raw', new Uint8Array(32), hmac, false, ['sign']);
  return new Uint8Array(await subtle.sign('HMAC', key, labeled(SUITE, label, ikm)));
}

function labeled(suite, label, text) {
  return join(bytes('HPKE-v1'), suite, bytes(label), text);
}

/* Of plain English letters, as all labels are. */
export function bytes(text) {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function join(...parts) {
  return Uint8Array.from([].concat(...parts.map((part) => Array.from(part))));
}
