/* A QR code brings the voting code in the address's fragment, which no server sees. Read it, then clear it from the
   address, so that it stays in no history and on no screen. */
(function () {
  'use strict';
  var field = document.querySelector('[data-voting-code]');
  var code = decodeURIComponent(window.location.hash.slice(1));
  if (!field || !code) { return; }
  window.history.replaceState(null, '', window.location.pathname);
  field.value = code;
  var go = field.form.querySelector('button[type="submit"]');
  if (go) { go.focus(); }
}());
