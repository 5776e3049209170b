/* After a form came back with errors, the keyboard and the screen reader begin at the list of them. */
(function () {
  'use strict';
  var summary = document.querySelector('[data-error-summary]');
  if (summary) { summary.focus(); }
}());
