/* How large a screen shows things, from a drawing that is as large as a real card. Numbers in, numbers out. Pixels are
   those of CSS; sizes of cards are millimetres, as pb/voting/rules/screen_size.py has them. */

/* Below so many pixels across, the card is drawn upright: phones are narrower than a card is wide. */
const NARROW = 480;

/* The side of the card that lies across: upright, its height does. */
export function across([width, height], room) { return room < NARROW ? height : width; }

export function along([width, height], room) { return room < NARROW ? width : height; }

/* Pixels to a metre where `pixels` are as long as `mm`. */
export function pxPerMetre(pixels, mm) { return Math.round(pixels * 1000 / mm); }

/* The least and the most pixels that the side of `mm` can take: as screens there are, and as there is `room`. */
export function limits({ least, most }, mm, room) {
  const smallest = Math.ceil(least * mm / 1000);
  return { smallest, largest: Math.max(smallest, Math.floor(Math.min(most * mm / 1000, room))) };
}

export function within({ smallest, largest }, pixels) {
  return Math.min(Math.max(Math.round(pixels), smallest), largest);
}

/* What has to stay the same, or else the screen is measured again. A tablet that is turned is the same screen. */
export function screenOf({ devicePixelRatio, screen: { width, height } }) {
  return {
    ratio: Math.round(devicePixelRatio * 1000),
    long: Math.max(width, height),
    short: Math.min(width, height),
  };
}

export function isSameScreen(one, other) {
  return ['ratio', 'long', 'short'].every((what) => one[what] === other[what]);
}
