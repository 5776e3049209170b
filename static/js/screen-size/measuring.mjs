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

/* Sizes are pixels of a page that nobody has pinched larger: that is what the page after this one is shown in. While
   fingers have made this one larger, the drawing is made smaller by as much, so it stays as large as the card. */
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
    this.drawAgainWhenPinched();
  }

  drawAgainWhenPinched() {
    const { visualViewport } = this.window;
    if (!visualViewport) { return; }
    const again = () => {
      if (this.drawn.isConnected) { this.lay(); } else { visualViewport.removeEventListener('resize', again); }
    };
    visualViewport.addEventListener('resize', again);
  }

  draw(pixelsToAMetre) { this.show(pixelsToAMetre * this.across / 1000); }

  step(by) { this.show(this.pixels + by); }

  show(pixels) {
    this.pixels = within(this.limits, pixels);
    this.lay();
  }

  lay() {
    const { visualViewport } = this.window;
    const wide = this.pixels / (visualViewport ? visualViewport.scale : 1);
    this.drawn.style.setProperty('inline-size', `${wide}px`);
    this.drawn.style.setProperty('block-size', `${wide * this.along / this.across}px`);
  }

  pxPerMetre() { return pxPerMetre(this.pixels, this.across); }
}
