/* Large keys on the screen. They type where the caret is and tell the field, so that other scripts hear of it. */
(function () {
  'use strict';
  document.querySelectorAll('[data-keypad]').forEach(function (pad) {
    var input = document.getElementById(pad.dataset.keypad);
    if (!input) { return; }
    pad.hidden = false;
    pad.addEventListener('click', function (event) {
      var key = event.target.closest('[data-key]');
      if (!key) { return; }
      var end = input.value.length;
      if (key.dataset.key === 'back') { input.setRangeText('', Math.max(0, end - 1), end, 'end'); }
      else { input.setRangeText(key.dataset.key, end, end, 'end'); }
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
  });
}());
