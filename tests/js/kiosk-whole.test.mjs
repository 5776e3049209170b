/* The first page of a kiosk that came by the network is loaded again unless its scripts have come. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { onceWhole } from '../../static/js/kiosk/whole.mjs';
import { pageOf } from './page.mjs';

function page(state, again = '<meta http-equiv="refresh" content="30">') {
  const document = pageOf(again);
  Object.defineProperty(document, 'readyState', { value: state });
  const seen = [];
  document.defaultView.stop = () => seen.push('stop');
  onceWhole(document, () => seen.push('start'));
  return { document, seen };
}

test('it stays once everything is there, and starts then', () => {
  const { document, seen } = page('interactive');
  assert.deepEqual(seen, []);
  document.defaultView.dispatchEvent(new document.defaultView.Event('load'));
  assert.deepEqual([seen, document.querySelector('meta')], [['stop', 'start'], null]);
  assert.deepEqual(page('complete').seen, ['stop', 'start']);
});

test('the page that the worker brings starts at once', () => {
  assert.deepEqual(page('interactive', '').seen, ['start']);
});
