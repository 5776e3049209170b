/* A second press of "Cast" while the first is on its way does nothing. (If it got through, the server would know it.) */
(function () {
  'use strict';
  var form = document.querySelector('[data-cast]');
  if (!form) { return; }
  var sent = false;
  form.addEventListener('submit', function (event) {
    if (sent) { event.preventDefault(); }
    sent = true;
  });
  window.addEventListener('pageshow', function () { sent = false; });
}());
