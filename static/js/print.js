/* The button is hidden where no script runs: the browser's own menu prints as well. */
(function () {
  'use strict';
  document.querySelectorAll('[data-print]').forEach(function (box) {
    box.hidden = false;
    box.querySelector('button').addEventListener('click', function () { window.print(); });
  });
}());
