/* A file that is larger than the program takes is told of before it is sent: the text beside it would be lost with it.
   Without scripts the browser's own "back" brings the text again. */

/* Says beside its field whether a file is too large; whether it is. */
function tooLarge(input) {
  const message = input.ownerDocument.getElementById(`${input.id}-too-large`);
  const is = Array.from(input.files || []).some((file) => file.size > Number(input.dataset.largest));
  if (message) { message.hidden = !is; }
  return is;
}

export function mindFileSizes(document) {
  const inputs = Array.from(document.querySelectorAll('input[type="file"][data-largest]'));
  inputs.forEach((input) => {
    input.addEventListener('change', () => { tooLarge(input); });
    input.form.addEventListener('submit', (event) => {
      if (!tooLarge(input)) { return; }
      event.preventDefault();
      input.focus();
    });
  });
}
