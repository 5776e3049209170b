/* What the page shows of the choices: at each project, and in the list in the bar that stays in sight. */

/* What was given to a project, on its line. A withdrawn project has no button. */
export function showLine(form, ballot, number) {
  const line = form.querySelector(`[data-line="${number}"]`);
  const value = ballot.chosen.get(number) || 0;
  if (Number(line.dataset.value) === value) { return; }
  line.dataset.value = value;
  line.classList.toggle('is-chosen', value > 0);
  const words = ballot.inWords(number);
  line.querySelectorAll('[data-says]').forEach((each) => {
    if (ballot.hasValues) { each.textContent = words || (ballot.hasSteps ? form.dataset.none : ''); }
  });
  if (ballot.hasSteps) { line.querySelector('[data-number]').textContent = value; return; }
  const button = line.querySelector('[data-choose]');
  button.setAttribute('aria-pressed', String(value > 0));
  button.querySelector('.choice__on').hidden = !value;
  button.querySelector('.choice__off').hidden = value > 0;
}

/* The bar, and every tally on the page. A line that goes takes its button along: the keyboard goes to the list. */
export function listChoices(form, ballot) {
  const { chosen, rules } = ballot;
  const all = (selector) => form.querySelectorAll(selector);
  const had = form.ownerDocument.activeElement;
  all('[data-my-choice]').forEach((line) => {
    const number = line.dataset.myChoice;
    line.hidden = !chosen.has(number);
    const says = line.querySelector('[data-says]');
    if (says) { says.textContent = ballot.inWords(number); }
  });
  if (rules.type === 'rank') { all('[data-my-list], [data-chips]').forEach((list) => putInPlaces(list, ballot)); }
  all('[data-chip]').forEach((chip) => { chip.hidden = !chosen.has(chip.dataset.chip); });
  form.querySelector('[data-none-chosen]').hidden = chosen.size > 0;
  form.querySelector('[data-choice-count]').textContent = ballot.tally(rules.inOne);
  rules.tallies.forEach((tally) => {
    [...form.ownerDocument.querySelectorAll('[data-tally]')].filter((each) => each.dataset.tally === tally.name)
      .forEach((each) => { each.textContent = ballot.tally(tally); });
  });
  if (had && had.closest('[data-my-choice][hidden]')) { form.querySelector('[data-my-choices] summary').focus(); }
}

/* Part by part, those with a place first, in its order. What is moved loses the keyboard, and gets it back. */
function putInPlaces(list, ballot) {
  const numberOf = ({ dataset }) => dataset.myChoice || dataset.chip;
  const partOf = (line) => ballot.rules.parts.indexOf(ballot.partOf(numberOf(line)));
  const placeOf = (line) => ballot.chosen.get(numberOf(line)) || Infinity;
  const lines = [...list.children].sort((one, other) => (
    partOf(one) - partOf(other) || placeOf(one) - placeOf(other) || 0));
  const had = list.ownerDocument.activeElement;
  lines.forEach((line) => list.append(line));
  if (had && list.contains(had)) { had.focus({ preventScroll: true }); }
}
