/* How much of a text's limit is used. Said to screen readers only after a pause, not at every letter. */

/* Milliseconds without a key after which the count is said. */
const PAUSE = 1000;

/* Words, or characters as a reader counts them. */
export function lengthOf(text, unit) {
  if (unit === 'characters') { return Array.from(text).length; }
  return text.split(/\s+/).filter(Boolean).length;
}

export function countCharacters(document, { setTimeout, clearTimeout } = document.defaultView) {
  document.querySelectorAll('[data-count-for]').forEach((message) => {
    const { countFor, countUnit, countText, countLimit } = message.dataset;
    const textarea = document.getElementById(countFor);
    if (!textarea) { return; }

    function show() {
      const length = lengthOf(textarea.value, countUnit);
      message.textContent = countText.replace('{n}', length).replace('{limit}', countLimit);
      if (length > Number(countLimit)) { message.dataset.over = ''; } else { delete message.dataset.over; }
    }

    let pause;
    textarea.addEventListener('input', () => {
      show();
      message.removeAttribute('aria-live');
      clearTimeout(pause);
      pause = setTimeout(() => { message.setAttribute('aria-live', 'polite'); show(); }, PAUSE);
    });
    show();
  });
}
