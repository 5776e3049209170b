/* Runs `act` whenever the page comes (back) into sight, for as long as `element` stands on it. A kiosk changes its
   pages in place; one that went must not be kept alive by a listener, with a voter's choices in it. */
export function whenShown(element, act) {
  const window = element.ownerDocument.defaultView;
  function shown() {
    if (element.isConnected) { act(); } else { window.removeEventListener('pageshow', shown); }
  }
  window.addEventListener('pageshow', shown);
}
