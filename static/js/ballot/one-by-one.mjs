/* One project of the ballot by itself and large, or with "0" the list of all. */
export function showAlone(form, ballot, number) {
  const one = (selector) => form.querySelector(selector);
  ballot.shown = number;
  form.dataset.view = number === '0' ? 'list' : 'one';
  one('[data-one-by-one]').hidden = number === '0';
  form.querySelectorAll('[data-line]').forEach((line) => turn(line, line.dataset.line === number));
  form.querySelectorAll('[data-step]').forEach((button) => {
    button.disabled = ballot.from(Number(button.dataset.step)) === undefined;
  });
  if (number === '0') { return; }
  const place = one('[data-place]');
  place.textContent = place.dataset.of.replace('{place}', ballot.lines.indexOf(number) + 1);
}

function turn(line, isShown) {
  line.classList.toggle('is-shown', isShown);
  line.querySelector('details').open = isShown;
  line.querySelectorAll('img').forEach((picture) => { picture.sizes = isShown ? '100vw' : '9rem'; });
}
