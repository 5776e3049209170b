/* A device that becomes a kiosk makes itself a key and sends its public half. One that cannot says so before anybody
   has typed anything. */
import { canKeepKeys, Signer } from './signing.mjs';

/* `send` sends a form past its listeners. */
export function makeKioskKey(document, {
  window = document.defaultView,
  makeKey = () => new Signer(window).makeKey(),
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

  function failed() {
    making = false;
    notice.hidden = false;
    notice.focus();
  }

  form.addEventListener('submit', (event) => {
    if (form.elements.namedItem('public_key').value) { return; }  // made, and the form came back for something else
    event.preventDefault();
    if (making) { return; }
    making = true;
    makeKey().then(done).catch(failed);
  });
}
