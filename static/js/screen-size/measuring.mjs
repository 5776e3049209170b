/* A card is drawn, and made larger and smaller with buttons until it is as large as the real one that lies on it. */
import { across, along, limits, pxPerMetre, within } from './arithmetic.mjs';

export function measureScreen(document) {
  const form = document.querySelector('[data-measure]');
  if (!form) { return; }
  const card = new Card(document.defaultView, form.querySelector('[data-card]'));
  const field = form.elements.namedItem('px_per_metre');
  const said = form.querySelector('[data-card-said]');
  let isTouched = Boolean(field.value);  // the form came back, for its PIN
  card.draw(field.value ? Number(field.value) : card.atFirst);

  form.addEventListener('click', (event) => {
    const button = event.target.closest('[data-card-step]');
    if (!button) { return; }
    isTouched = true;
    card.step(Number(button.dataset.cardStep));
    said.textContent = sentence(card, said.dataset);
  });
  form.addEventListener('submit', () => { field.value = isTouched ? card.pxPerMetre() : ''; });
}

function sentence(card, { size, smallest, largest }) {
  if (card.pixels === card.limits.largest) { return largest; }
  return card.pixels === card.limits.smallest ? smallest : size.replace('{n}', card.pixels);
}

class Card {
  constructor(window, box) {
    const sides = box.dataset.cardMm.split(' ').map(Number);
    const room = box.clientWidth;
    this.window = window;
    this.drawn = box.querySelector('[data-card-drawn]');
    this.across = across(sides, room);
    this.along = along(sides, room);
    this.atFirst = Number(box.dataset.atFirst);
    this.limits = limits({ least: Number(box.dataset.least), most: Number(box.dataset.most) }, this.across, room);
  }

  draw(pixelsToAMetre) { this.show(pixelsToAMetre * this.across / 1000); }

  step(by) { this.show(this.pixels + by); }

  show(pixels) {
    this.pixels = within(this.limits, pixels);
    this.drawn.style.setProperty('inline-size', `${this.pixels}px`);
    this.drawn.style.setProperty('block-size', `${this.pixels * this.along / this.across}px`);
  }

  pxPerMetre() {
    const { visualViewport } = this.window;
    return pxPerMetre(this.pixels, this.across, visualViewport ? visualViewport.scale : 1);
  }
}
