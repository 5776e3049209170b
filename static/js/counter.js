/* How much of a text's limit is used. Said to screen readers only after a pause, not at every letter. */
(function () {
  'use strict';
  function used(text, unit) {
    if (unit === 'characters') { return Array.from(text).length; }
    var words = text.trim().split(/\s+/);
    return words[0] === '' ? 0 : words.length;
  }
  document.querySelectorAll('[data-count-for]').forEach(function (line) {
    var area = document.getElementById(line.dataset.countFor);
    var limit = Number(line.dataset.countLimit);
    if (!area) { return; }
    function show() {
      var n = used(area.value, line.dataset.countUnit);
      line.textContent = line.dataset.countText.replace('{n}', n).replace('{limit}', limit);
      if (n > limit) { line.dataset.over = ''; } else { delete line.dataset.over; }
    }
    var pause;
    area.addEventListener('input', function () {
      show();
      line.removeAttribute('aria-live');
      clearTimeout(pause);
      pause = setTimeout(function () { line.setAttribute('aria-live', 'polite'); show(); }, 1000);
    });
    show();
  });
}());
