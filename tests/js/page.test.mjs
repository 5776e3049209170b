/* Parts of any page, and how a page's parts are started. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { foldMenu } from '../../static/js/menu.mjs';
import { offerPrinting } from '../../static/js/print-button.mjs';
import { startParts } from '../../static/js/start-parts.mjs';
import { loadStylesWithoutLayers } from '../../static/js/styles-for-older-browsers.mjs';
import { Clock, pageOf } from './page.mjs';

function screen(matches, listen = 'addEventListener') {
  const heard = [];
  const query = { matches, asked: '' };
  query[listen] = (...given) => heard.push(given[given.length - 1]);
  return { query, matchMedia: (asked) => Object.assign(query, { asked }), turn(to) { query.matches = to; heard[0](); } };
}

for (const listen of ['addEventListener', 'addListener']) {
  test(`the menu folds away on a narrow screen and opens on a wide one (${listen})`, () => {
    const document = pageOf('<details open data-menu><summary>Menu</summary></details>');
    const narrow = screen(false, listen);
    foldMenu(document, narrow);
    const menu = document.querySelector('[data-menu]');
    assert.equal(narrow.query.asked, '(min-width: 64rem)');
    assert.equal(menu.open, false);
    narrow.turn(true);
    assert.equal(menu.open, true);
  });
}

test('a page without a menu asks nothing of the screen', () => {
  foldMenu(pageOf(''), { matchMedia: () => assert.fail('asked') });
});

test('the button for printing appears and prints', () => {
  const document = pageOf('<div data-print hidden><button type="button">Print this</button></div>');
  let printed = 0;
  offerPrinting(document, { print() { printed += 1; } });
  assert.equal(document.querySelector('[data-print]').hidden, false);
  document.querySelector('button').click();
  assert.equal(printed, 1);
});

test('browsers without cascade layers get the sheet without them, others do not', () => {
  const head = '<link rel="stylesheet" href="/main.css" data-without-layers="/main-without-layers.css">';
  const older = pageOf('', { head });
  loadStylesWithoutLayers(older);
  const links = [...older.querySelectorAll('link')].map((link) => link.getAttribute('href'));
  assert.deepEqual(links, ['/main.css', '/main-without-layers.css']);

  const newer = pageOf('', { head });
  newer.defaultView.CSSLayerBlockRule = class {};
  loadStylesWithoutLayers(newer);
  assert.equal(newer.querySelectorAll('link').length, 1);

  loadStylesWithoutLayers(pageOf(''));
});

test('a part that fails leaves the others working, and its error is told', () => {
  const clock = new Clock();
  const started = [];
  const wrong = new Error('no such field');
  const document = pageOf('');
  startParts(document, [() => { throw wrong; }, (given) => started.push(given)], clock);
  assert.deepEqual(started, [document]);
  assert.throws(() => clock.pass(1), wrong);
});
