/* What is in sight, and what is done about what is not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { focusInSight, foldSettings, isInSight } from '../../static/js/ballot/in-sight.mjs';
import { pageOf } from './page.mjs';

const BAR = '<div class="ballot-bar" style="position: sticky">Check my choices</div>';

/* A page on a screen of 800 pixels; `edges` are the upper and lower edge of elements, by selector. */
function page(body, edges) {
  const document = pageOf(body);
  document.defaultView.innerHeight = 800;
  const scrolled = [];
  Object.entries(edges).forEach(([selector, [top, bottom]]) => {
    const element = document.querySelector(selector);
    element.getBoundingClientRect = () => ({ top, bottom });
    element.scrollIntoView = () => scrolled.push(selector);
  });
  return { document, scrolled, one: (selector) => document.querySelector(selector) };
}

test('what stands under the bar is not in sight, and is scrolled to when it gets the keyboard', () => {
  for (const [edges, inSight] of [[[100, 700], true], [[650, 720], false], [[-20, 40], false]]) {
    const { document, scrolled, one } = page(`<h2 tabindex="-1">2 found</h2>${BAR}`, { h2: edges, '.ballot-bar': [700, 800] });
    assert.equal(isInSight(one('h2')), inSight);
    focusInSight(one('h2'));
    assert.deepEqual([document.activeElement, scrolled], [one('h2'), inSight ? [] : ['h2']]);
  }
});

test('a bar that stands under the list covers nothing', () => {
  const low = page(`<h2>Title</h2>${BAR.replace('sticky', 'relative')}`, { h2: [650, 720], '.ballot-bar': [700, 800] });
  assert.ok(isInSight(low.one('h2')));
  const none = page('<h2>Title</h2>', { h2: [760, 801] });
  assert.ok(!isInSight(none.one('h2')));
});

test('the page itself takes the keyboard where it stands', () => {
  const { document, scrolled, one } = page('', { '#main': [0, 3000] });
  one('#main').tabIndex = -1;
  focusInSight(one('#main'));
  assert.deepEqual([document.activeElement.id, scrolled], ['main', []]);
});

test('settings are folded where they leave no room for the heading, not where the voter opened them', () => {
  const first = 'data-open-with-room';
  for (const [about, bottom, stayOpen] of [[first, 900, false], [first, 500, true], ['', 900, true]]) {
    const { document, one } = page(`<details open ${about}></details><h1>Before you vote</h1>`, { h1: [400, bottom] });
    foldSettings(document);
    assert.equal(one('details').open, stayOpen);
    one('details').open = true;
    document.defaultView.scrollY = 450;  // of the page before
    foldSettings(document);
    assert.equal(one('details').open, !about);
  }
});

test('at a kiosk on its side they leave room for the button under the heading too', () => {
  const html = `<details open data-open-with-room></details><h1>Before</h1>
    <form id="voter-form"><button type="submit"></button></form>`;
  for (const [isKiosk, width, stayOpen] of [[true, 1280, false], [true, 600, true], [false, 1280, true]]) {
    const { document, one } = page(html, { h1: [400, 450], button: [850, 900] });
    document.defaultView.innerWidth = width;
    if (isKiosk) { document.documentElement.setAttribute('data-kiosk', ''); }
    foldSettings(document);
    assert.equal(one('details').open, stayOpen);
  }
});
