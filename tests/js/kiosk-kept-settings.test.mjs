/* On a kiosk that sends each press the browser remembers how the voter wants the screens, while that ballot is open. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { KeptSettings } from '../../static/js/kiosk/kept-settings.mjs';
import { startKiosk } from '../../static/js/kiosk/screens.mjs';
import { html, network, settled } from './network.mjs';
import { pageOf } from './page.mjs';

const XL = 'data-text-size="xl" data-colours="soft" data-sound="off" data-language="pl"';
const SAID = { 'PB-Kiosk-Settings': 'text_size_now=xl&colours_now=soft&sound_now=off&language_now=pl' };
const START = 'https://votes.example/kiosk';

function kept() {
  const { defaultView: window } = pageOf('');
  const settings = new KeptSettings(window);
  const show = (body, attributes = '') => settings.shown(pageOf(body, { html: attributes }));
  return { settings, show, window };
}

test('a page with a ballot is remembered as it was set, and the start is asked for so', () => {
  const { settings, show } = kept();
  assert.deepEqual(settings.headers(), {});
  show('<input type="hidden" name="draft" value="x">', XL);
  assert.deepEqual(settings.headers(), SAID);
});

test('a page without a ballot changes nothing; the saved one, and the start when nobody votes, forget', () => {
  for (const forgets of ['<div data-kiosk-clear="10"></div>', '<p data-nobody-votes></p>']) {
    const { settings, show, window } = kept();
    show('<input type="hidden" name="draft" value="x">', XL);
    show('<p data-kiosk-starting>This kiosk is starting.</p>');
    show('<h1>Were you voting just now?</h1>', 'data-text-size="m"');
    assert.deepEqual(settings.headers(), SAID);
    show(forgets);
    assert.deepEqual([settings.headers(), window.localStorage.length], [{}, 0]);
  }
});

test('a browser that keeps nothing asks in English', () => {
  const settings = new KeptSettings({ get localStorage() { throw new Error('not allowed here'); } });
  settings.shown(pageOf('<input type="hidden" name="draft" value="x">', { html: XL }));
  assert.deepEqual(settings.headers(), {});
});

async function loadedAgain(address, ways = {}) {
  const head = '<meta name="kiosk" content="/kiosk" data-other-page-for="30">';
  const document = pageOf('<p data-kiosk-starting>Starting</p>', { head, html: 'data-kiosk', url: address });
  const line = network();
  document.defaultView.localStorage.setItem(
    'pb-kiosk-settings', '{"text_size":"xl","colours":"soft","sound":"off","language":"pl"}');
  document.defaultView.scrollTo = () => {};
  startKiosk(document, () => {}, { fetch: line.fetch, setInterval() {}, goTo() {}, ...ways });
  await settled();
  return { document, line };
}

test('put together: the start is asked for with them, another address without, and the page of nobody forgets', async () => {
  const { document, line } = await loadedAgain(START);
  assert.equal(line.asked[0].address, START, 'and no log of addresses has them');
  assert.equal(line.asked[0].request.headers['PB-Kiosk-Settings'], SAID['PB-Kiosk-Settings']);
  line.asked[0].answer(html('<title>Ready</title><main id="main"><p data-nobody-votes>Ready</p></main>'));
  await settled();
  assert.equal(document.defaultView.localStorage.length, 0);
  const other = await loadedAgain('https://votes.example/kiosk/leave');
  const [{ address, request }] = other.line.asked;
  assert.equal(address, 'https://votes.example/kiosk/leave');
  assert.equal('PB-Kiosk-Settings' in request.headers, false);
});

test('put together: a tablet with a store of its own keeps nothing besides', async () => {
  const asked = [];
  await loadedAgain(START, { answer: (address) => { asked.push(address); return new Promise(() => {}); } });
  assert.deepEqual(asked, [START]);
});
