/* Two switches send Tab and Enter, and a box is ticked by neither: Enter ticks the voter's box. On a box that is ticked
   Enter goes on, as in every form. */
export function enterTicks(document) {
  const box = document.querySelector('#voter-form input[name="declared"]:not([type="hidden"])');
  if (!box) { return; }
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || box.checked) { return; }
    event.preventDefault();
    box.click();
  });
}
