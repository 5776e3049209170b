/* "Thank you" makes room for the next voter by itself, unless this voter wants to write the receipt code down. */
(function () {
  'use strict';
  var box = document.querySelector('[data-kiosk-clear]');
  if (!box) { return; }
  var link = box.querySelector('a');
  var keep = box.querySelector('[data-kiosk-keep]');
  var timer = window.setTimeout(function () { window.location.replace(link.href); }, Number(box.dataset.kioskClear) * 1000);
  link.addEventListener('click', function (event) { event.preventDefault(); window.location.replace(link.href); });
  if (keep) {
    keep.hidden = false;
    keep.addEventListener('click', function () {
      window.clearTimeout(timer);
      keep.hidden = true;
      window.setTimeout(function () { window.location.replace(link.href); }, 180000);
    });
  }
}());
