/* Says how many are chosen, also to a screen reader. One choice too many is refused with a kind sentence; nothing else
   is ever unticked. The server checks again. */
(function () {
  'use strict';
  var form = document.querySelector('[data-ballot]');
  if (!form) { return; }
  var most = Number(form.dataset.most);
  var warning = form.querySelector('[data-ballot-warning]');
  var count = form.querySelector('[data-choice-count]');
  function chosen() { return form.querySelectorAll('[data-choice]:checked').length; }
  function show() { if (count) { count.textContent = chosen(); } }
  form.addEventListener('change', function (event) {
    if (!event.target.matches('[data-choice]')) { return; }
    var tooMany = event.target.checked && chosen() > most;
    if (tooMany) { event.target.checked = false; }
    warning.textContent = tooMany ? form.dataset.tooMany : '';
    show();
  });
  window.addEventListener('pageshow', show);
}());
