/* A password may be looked at while it is typed; it is hidden again before it is sent. */
export function showPasswords(document) {
  document.querySelectorAll('[data-show-password]').forEach((box) => {
    const input = box.querySelector('input');
    const button = box.querySelector('button');
    const labelShow = button.getAttribute('aria-label');

    function show(visible) {
      input.type = visible ? 'text' : 'password';
      button.textContent = visible ? box.dataset.hide : box.dataset.show;
      button.setAttribute('aria-label', visible ? button.dataset.labelHide : labelShow);
    }

    button.hidden = false;
    button.addEventListener('click', () => show(input.type === 'password'));
    if (input.form) { input.form.addEventListener('submit', () => show(false)); }
  });
}
