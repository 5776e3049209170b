/* On a narrow screen the rooms fold away under "Menu"; on a wide one they are always there. */
(function () {
  'use strict';
  var rooms = document.querySelector('[data-rooms]');
  if (!rooms) { return; }
  var wide = window.matchMedia('(min-width: 64rem)');
  function fit() { rooms.open = wide.matches; }
  fit();
  if (wide.addEventListener) { wide.addEventListener('change', fit); }
}());
