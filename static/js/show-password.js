/* A password may be looked at while it is typed; it is hidden again before it is sent. */
(function () {
  'use strict';
  document.querySelectorAll('[data-show-password]').forEach(function (box) {
    var input = box.querySelector('input');
    var button = box.querySelector('button');
    var labelShow = button.getAttribute('aria-label');
    function show(visible) {
      input.type = visible ? 'text' : 'password';
      button.textContent = visible ? box.dataset.hide : box.dataset.show;
      button.setAttribute('aria-label', visible ? button.dataset.labelHide : labelShow);
    }
    button.hidden = false;
    button.addEventListener('click', function () { show(input.type === 'password'); });
    if (input.form) { input.form.addEventListener('submit', function () { show(false); }); }
  });
}());
