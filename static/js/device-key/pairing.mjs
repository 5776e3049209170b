/* A device that becomes a kiosk makes itself a key and sends its public half. One that cannot says so before anybody
   has typed anything. It also keeps both PINs, unreadable, to look at them without a network. */
import { randomBelow, Store } from '../kiosk/store.mjs';
import { keepPin } from './pin-gate.mjs';
import { canKeepKeys, Signer } from './signing.mjs';

/* `send` sends a form past its listeners. */
export function makeKioskKey(document, {
  window = document.defaultView,
  makeKey = () => new Signer(window).makeKey(),
  keep = (...pin) => keepPin(new Store(window.indexedDB, randomBelow(window.crypto)), window.crypto, ...pin),
  send = (form) => form.submit(),
} = {}) {
  const form = document.querySelector('[data-kiosk-pairing]');
  if (!form) { return; }
  const notice = document.querySelector('[data-kiosk-no-key]');
  if (!canKeepKeys(window)) { notice.hidden = false; return; }
  let making = false;

  function done(publicKey) {
    form.elements.namedItem('public_key').value = publicKey;
    send(form);
  }

  async function keepTyped(field, name) {
    const pin = form.elements.namedItem(field);
    if (pin) { await keep(pin.value.trim(), name); }
  }

  function failed() {
    making = false;
    notice.hidden = false;
    notice.focus();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (making) { return; }
    making = true;
    const { value } = form.elements.namedItem('public_key');  // made, if the form came back for something else
    Promise.resolve(value || makeKey())
      .then(async (key) => {
        await keepTyped('next_pin').catch(() => {});  // without it the kiosk needs a network
        await keepTyped('leave_pin', 'nextLeavePin').catch(() => {});
        done(key);
      })
      .catch(failed);
  });
}
