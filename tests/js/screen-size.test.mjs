/* How large a screen shows things: measured with a card, kept for this screen, and asked again for another one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { across, along, isSameScreen, limits, pxPerMetre, screenOf, within } from '../../static/js/screen-size/arithmetic.mjs';
import { fitToScreen, watchScreen } from '../../static/js/screen-size/fit.mjs';
import { KeptScreen } from '../../static/js/screen-size/kept-screen.mjs';
import { measureScreen } from '../../static/js/screen-size/measuring.mjs';
import { fire, pageOf } from './page.mjs';

const CARD = [85.6, 53.98];
const BOUNDS = { least: 2400, most: 11000 };

test('pixels to a metre follow from the drawing and the card', () => {
  for (const [pixels, mm, found] of [
    [324, 85.6, 3785],    // 96 to an inch
    [502, 85.6, 5864],    // 149 to an inch
    [445, 85.6, 5199],    // 264 to an inch, two of them to a pixel of CSS
    [340, 53.98, 6299],   // upright, on a phone
  ]) { assert.equal(pxPerMetre(pixels, mm), found); }
});

test('a step more or less is a third of a hundredth of the size at most', () => {
  assert.ok(pxPerMetre(325, 85.6) / pxPerMetre(324, 85.6) < 1.0034);
});

test('where there is no room across, the card is drawn upright', () => {
  assert.deepEqual([across(CARD, 480), along(CARD, 480)], [85.6, 53.98]);
  assert.deepEqual([across(CARD, 479), along(CARD, 479)], [53.98, 85.6]);
});

test('the drawing stays within the screens that there are, and within its room', () => {
  assert.deepEqual(limits(BOUNDS, 85.6, 2000), { smallest: 206, largest: 941 });
  assert.deepEqual(limits(BOUNDS, 85.6, 700), { smallest: 206, largest: 700 });
  assert.deepEqual(limits(BOUNDS, 85.6, 100), { smallest: 206, largest: 206 });
  const bounds = limits(BOUNDS, 53.98, 350);
  assert.deepEqual([-5, 129, 130.4, 351].map((pixels) => within(bounds, pixels)), [130, 130, 130, 350]);
  for (const mm of CARD) {
    const { smallest, largest } = limits(BOUNDS, mm, 5000);
    assert.ok(pxPerMetre(smallest, mm) >= BOUNDS.least && pxPerMetre(largest, mm) <= BOUNDS.most);
  }
});

test('a tablet that is turned is the same screen; another zoom or another size is not', () => {
  const tablet = screenOf({ devicePixelRatio: 2, screen: { width: 768, height: 1024 } });
  const turned = screenOf({ devicePixelRatio: 2, screen: { width: 1024, height: 768 } });
  const zoomed = screenOf({ devicePixelRatio: 2.2, screen: { width: 768, height: 1024 } });
  const plugged = screenOf({ devicePixelRatio: 2, screen: { width: 1920, height: 1080 } });
  assert.deepEqual([turned, zoomed, plugged].map((each) => isSameScreen(tablet, each)), [true, false, false]);
});

const META = '<meta name="kiosk" content="/kiosk" data-key="abc">';

function startPage({ px = 0, when = 'before', kept = null, ratio = 1 } = {}) {
  const document = pageOf(`<form data-screen-px="${px}" data-screen-measured="${when}"></form>`, { head: META });
  const window = document.defaultView;
  window.devicePixelRatio = ratio;
  if (kept) { new KeptScreen(window, 'abc').keep(kept); }
  const told = [];
  document.addEventListener('submit', (event) => told.push(event.target.dataset.screenPx));
  return { document, window, told, mm: () => document.documentElement.style.getPropertyValue('--mm') };
}

test('what was measured just now is kept and used at once, also on the pages after it', () => {
  const { document, window, told, mm } = startPage({ px: 5200, when: 'now' });
  fitToScreen(document);
  assert.deepEqual([mm(), told, new KeptScreen(window, 'abc').now()], ['5.2px', [], 5200]);
  document.getElementById('main').textContent = 'Choose projects';
  fitToScreen(document);
  assert.equal(mm(), '5.2px');
});

test('a screen that is measured again is drawn in the sizes of the style sheets', () => {
  const { document, window, mm } = startPage({ px: 5200, kept: 5200 });
  fitToScreen(document);
  document.getElementById('main').innerHTML = '<form data-measure></form>';
  fitToScreen(document);
  assert.deepEqual([mm(), new KeptScreen(window, 'abc').now()], ['', 5200]);
});

test('a kiosk that is not measured keeps the sizes of the style sheets, and forgets an older measure', () => {
  const { document, window, told, mm } = startPage({ kept: 5200 });
  fitToScreen(document);
  assert.deepEqual([mm(), told, new KeptScreen(window, 'abc').now()], ['', [], 0]);
});

test('the server is told where the screen is another one, or was measured for another number or another kiosk', () => {
  const zoomed = startPage({ px: 5200, kept: 5200 });
  fitToScreen(zoomed.document);
  assert.deepEqual([zoomed.told, zoomed.mm()], [[], '5.2px']);
  zoomed.window.devicePixelRatio = 1.25;
  fitToScreen(zoomed.document);
  assert.deepEqual([zoomed.told, zoomed.mm()], [['5200'], '']);
  const number = startPage({ px: 5200, kept: 3800 });
  fitToScreen(number.document);
  assert.deepEqual(number.told, ['5200']);
  const kiosk = startPage({ px: 5200 });
  new KeptScreen(kiosk.window, 'another').keep(5200);
  fitToScreen(kiosk.document);
  assert.deepEqual([kiosk.told, kiosk.mm()], [['5200'], '']);
});

test('what somebody else has written into the storage counts for nothing', () => {
  const { document, window, mm } = startPage({ px: 5200 });
  for (const words of ['', '{', '7', 'null', '{"kiosk":"abc","pxPerMetre":"x"}']) {
    window.localStorage.setItem('pb-kiosk-screen', words);
    fitToScreen(document);
    assert.equal(mm(), '', words);
  }
});

test('another zoom is noticed while a page stands, a turned or narrower window is none', () => {
  const { document, window, mm } = startPage({ px: 5200, kept: 5200 });
  fitToScreen(document);
  watchScreen(document);
  fire(window, 'resize');
  assert.equal(mm(), '5.2px');
  window.devicePixelRatio = 2;
  fire(window, 'resize');
  assert.equal(mm(), '');
});

function measuring({ room = 700, sent = '', pinched = null } = {}) {
  const steps = [-20, -1, 1, 20].map((by) => `<button type="button" data-card-step="${by}">${by}</button>`).join('');
  const document = pageOf(`<form data-measure><input type="hidden" name="px_per_metre" value="${sent}">
    <div data-card data-card-mm="85.6 53.98" data-least="2400" data-most="11000" data-at-first="3200">
    <div data-card-drawn></div></div>${steps}
    <p data-card-said data-size="Size: {n}" data-smallest="Smallest" data-largest="Largest"></p>
    <button>Same</button></form>`);
  Object.defineProperty(document.querySelector('[data-card]'), 'clientWidth', { value: room });
  document.defaultView.visualViewport = pinched;
  measureScreen(document);
  const form = document.querySelector('form');
  const drawn = document.querySelector('[data-card-drawn]').style;
  return {
    document,
    press: (by, times = 1) => {
      for (let n = 0; n < times; n += 1) { document.querySelector(`[data-card-step="${by}"]`).click(); }
    },
    size: () => [drawn.getPropertyValue('inline-size'), Math.round(parseFloat(drawn.getPropertyValue('block-size')))],
    said: () => document.querySelector('[data-card-said]').textContent,
    sends: () => { fire(form, 'submit'); return form.elements.namedItem('px_per_metre').value; },
  };
}

test('the card is drawn smaller than on any common screen, and grows by coarse and fine steps', () => {
  const card = measuring();
  assert.deepEqual([card.size(), card.said()], [['274px', 173], '']);
  card.press(20, 9);
  card.press(1, 0);
  card.press(-1, 9);
  assert.deepEqual([card.size(), card.said(), card.sends()], [['445px', 281], 'Size: 445', '5199']);
});

test('a drawing that nobody has touched was not measured', () => {
  assert.equal(measuring().sends(), '');
});

test('a form that comes back, for its PIN, stands where it was', () => {
  const card = measuring({ sent: '5199' });
  assert.deepEqual([card.size(), card.sends()], [['445px', 281], '5199']);
});

/* As browsers have it: fingers make the page `scale` times as large. */
class Pinched extends EventTarget {
  constructor(scale) { super(); this.scale = scale; }

  to(scale) { this.scale = scale; this.dispatchEvent(new Event('resize')); }
}

test('on a page that was pinched larger the card is drawn smaller by as much, from the first size on', () => {
  const card = measuring({ pinched: new Pinched(2) });
  assert.deepEqual(card.size(), ['137px', 86]);
  card.press(20, 9);
  card.press(-1, 9);
  assert.deepEqual([card.size(), card.said(), card.sends()], [['222.5px', 140], 'Size: 445', '5199']);
});

test('a form that comes back to a pinched page stands where it was, as often as it comes', () => {
  let sent = '5199';
  for (const scale of [2, 2, 1.5, 1]) {
    const card = measuring({ sent, pinched: new Pinched(scale) });
    sent = card.sends();
    assert.deepEqual([parseFloat(card.size()[0]) * scale, sent], [445, '5199']);
  }
});

test('fingers that make the page larger or smaller leave the card as large as the real one', () => {
  const pinched = new Pinched(1);
  const card = measuring({ sent: '5199', pinched });
  for (const scale of [2, 4, 1]) {
    pinched.to(scale);
    assert.deepEqual([parseFloat(card.size()[0]) * scale, card.sends()], [445, '5199']);
  }
});

test('a card whose page has gone is not drawn again', () => {
  const pinched = new Pinched(1);
  const card = measuring({ sent: '5199', pinched });
  card.document.querySelector('form').remove();
  pinched.to(2);
  assert.equal(card.size()[0], '445px');
});

test('the steps reach the coarsest screen and the finest on a pinched page too', () => {
  for (const [by, sends] of [[-20, '2407'], [20, '10993']]) {
    const card = measuring({ room: 2000, pinched: new Pinched(2) });
    card.press(by, 50);
    assert.equal(card.sends(), sends);
  }
});

test('at its bounds the drawing says so', () => {
  const card = measuring({ room: 350 });
  card.press(20, 20);
  assert.deepEqual([card.size()[0], card.said()], ['350px', 'Largest']);
  card.press(-20, 20);
  assert.deepEqual([card.size()[0], card.said(), card.sends()], ['130px', 'Smallest', '2408']);
});

test('a page without a drawing is left alone', () => {
  assert.doesNotThrow(() => measureScreen(pageOf('')));
});
