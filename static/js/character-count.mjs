/* How much of a text's limit is used. Said to screen readers only after a pause, not at every letter. */

/* Milliseconds without a key after which the count is said. */
const PAUSE = 1000;

/* Chinese, Japanese, Thai, Lao, Khmer and Burmese put no spaces between words: two letters
   are about one. pb/unicode_text.py counts the same. */
const WITHOUT_SPACES = new RegExp([
  '[\\u0e01-\\u0e30\\u0e81-\\u0eb0\\u1000-\\u102a\\u1780-\\u17b3\\u3041-\\u30ff',
  '\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]',
].join(''), 'gu');

/* Words, or characters as a reader counts them. */
export function lengthOf(text, unit) {
  if (unit === 'characters') { return Array.from(text).length; }
  const unspaced = (text.match(WITHOUT_SPACES) || []).length;
  return text.replace(WITHOUT_SPACES, ' ').split(/\s+/).filter(Boolean).length + Math.ceil(unspaced / 2);
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
