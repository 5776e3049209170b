/* A QR code brings the voting code in the address's fragment, which no server sees. Read it, then clear it from the
   address, so that it stays in no history and on no screen. */
export function takeCodeFromAddress(document, { location, history } = document.defaultView) {
  const field = document.querySelector('[data-voting-code]');
  if (!field || !location.hash.slice(1)) { return; }
  const code = decoded(location.hash.slice(1));
  history.replaceState(null, '', location.pathname);
  if (!code) { return; }
  field.value = code;
  const button = field.form.querySelector('button[type="submit"]');
  if (button) { button.focus(); }
}

/* A fragment that is no code of ours may be broken: then the voter types the code. */
function decoded(fragment) {
  try {
    return decodeURIComponent(fragment);
  } catch (error) {
    if (error instanceof URIError) { return ''; }
    throw error;
  }
}
