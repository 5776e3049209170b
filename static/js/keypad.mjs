/* Large keys on the screen. They type at the end of the field and tell it, so that other scripts hear of it. */
export function showKeypads(document) {
  document.querySelectorAll('[data-keypad]').forEach((keypad) => {
    const input = document.getElementById(keypad.dataset.keypad);
    if (!input) { return; }
    keypad.hidden = false;
    keypad.addEventListener('click', (event) => {
      const button = event.target.closest('[data-key]');
      if (!button) { return; }
      const end = input.value.length;
      if (button.dataset.key === 'back') {
        input.setRangeText('', Math.max(0, end - 1), end, 'end');
      } else {
        input.setRangeText(button.dataset.key, end, end, 'end');
      }
      const { Event } = document.defaultView;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
  });
}
