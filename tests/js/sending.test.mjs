/* How the voter's screens are sent: one at a time, and what is said of a network that is slow or lost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SendingMessage } from '../../static/js/ballot/sending-message.mjs';
import { Sending } from '../../static/js/ballot/sending.mjs';
import { FORM, html, network, settled } from './network.mjs';
import { Clock, fire, pageOf } from './page.mjs';

function sending(body = FORM) {
  const document = pageOf(body, { url: 'https://votes.example/kiosk' });
  const line = network();
  const clock = new Clock();
  const seen = [];
  const sent = new Sending({
    document,
    fetch: line.fetch,
    isSending: 'Sending.',
    tryingAgain: 'Not saved yet, we are trying again.',
    notSent: 'That did not go through.',
    setTimeout: clock.setTimeout,
    clearTimeout: clock.clearTimeout,
    show: (page) => seen.push(`shown ${page}`),
    goTo: (address) => seen.push(`gone to ${address}`),
  });
  sent.listen();
  return { document, line, clock, seen, sent, form: document.querySelector('form') };
}

test('a form is sent with its button, and its answer is shown', async () => {
  const { form, line, seen, sent } = sending();
  form.querySelector('button').click();
  assert.equal(line.asked[0].address, 'https://votes.example/kiosk/next');
  assert.deepEqual([line.asked[0].request.method, line.asked[0].request.cache, line.body()],
    ['POST', 'no-store', 'pin=2468&do=begin']);
  assert.equal(sent.isBusy, true);
  line.asked[0].answer(html('Before you vote'));
  await settled();
  assert.deepEqual([seen, sent.isBusy], [['shown Before you vote'], false]);
});

test('a button without a name adds nothing', () => {
  const { document, line } = sending();
  document.getElementById('plain').click();
  assert.equal(line.body(), 'pin=2468');
});

test('a browser that does not tell which button sent the form: the one pressed last', () => {
  const { form, line, sent } = sending();
  fire(form.querySelector('button'), 'click', { preventDefault() {} });
  sent.isBusy = false;
  const event = { target: form, defaultPrevented: false, preventDefault() {} };
  sent.submitted(event);
  assert.equal(line.body(), 'pin=2468&do=begin');
  assert.equal(sent.buttonOf({ target: null }), null);
});

test('a second press while the first is on its way sends nothing', () => {
  const { form, line } = sending();
  assert.equal(fire(form, 'submit'), false);
  assert.equal(fire(form, 'submit'), false);
  assert.equal(line.asked.length, 1);
});

test('forms that do not post, and forms that another script stopped, are left alone', () => {
  const { document, form, line } = sending();
  assert.equal(fire(document.querySelector('[method="get"]'), 'submit'), true);
  form.addEventListener('submit', (event) => event.preventDefault());
  fire(form, 'submit');
  assert.equal(line.asked.length, 0);
});

test('where the server leads elsewhere, the browser goes there and sends nothing more', async () => {
  const { form, line, seen, sent } = sending();
  fire(form, 'submit');
  line.asked[0].answer({ redirected: true, url: 'https://votes.example/kiosk' });
  await settled();
  assert.deepEqual([seen, sent.isBusy], [['gone to https://votes.example/kiosk'], true]);
});

/* Seconds pass one by one, and what they began is done. */
async function passes(clock, seconds) {
  for (let second = 0; second < seconds; second += 1) {
    clock.pass(1);
    await settled();
  }
}

test('a lost network: the press is sent again by itself, then it is said once, and the next one begins anew', async () => {
  const { document, form, line, clock, sent } = sending();
  for (const attempt of [0, 3]) {
    fire(form, 'submit');
    for (const again of [0, 1, 2]) {
      line.asked[attempt + again].fail(new TypeError('Failed to fetch'));
      await settled();
      const said = document.querySelectorAll('.notice');
      assert.deepEqual([said.length, said[0].textContent],
        [1, again < 2 ? 'Not saved yet, we are trying again.' : 'That did not go through.']);
      await passes(clock, again < 2 ? again + 1 : 0);
    }
  }
  const notices = document.querySelectorAll('[role="alert"]');
  assert.deepEqual([notices.length, notices[0].textContent], [1, 'That did not go through.']);
  assert.equal(document.getElementById('main').firstElementChild, notices[0]);
  assert.deepEqual([line.asked.length, sent.isBusy], [6, false]);
  assert.equal(new Set(line.asked.map(({ request }) => request.body.toString())).size, 1, 'the same each time');
});

test('a slow network is told beside the button, and one that stalls is given up', async () => {
  const { document, line, clock, seen, sent } = sending(`<div class="ballot-bar"><p>2 of 3</p></div>${FORM}`);
  document.querySelector('.ballot-bar').append(document.querySelector('form'));
  document.querySelector('button').click();
  const message = document.querySelector('.ballot-bar').firstElementChild;
  assert.deepEqual([message.getAttribute('role'), message.textContent], ['status', '']);
  await passes(clock, 1);
  assert.equal(message.textContent, 'Sending.');
  await passes(clock, 2);
  assert.equal(message.textContent, 'Not saved yet, we are trying again.');
  assert.deepEqual([line.asked.length, line.asked[0].request.signal.aborted], [1, true]);
  await passes(clock, 20);
  assert.deepEqual([message.getAttribute('role'), message.textContent], ['alert', 'That did not go through.']);
  line.asked[0].answer(html('Your vote is saved'));
  await settled();
  assert.deepEqual([seen, sent.isBusy], [[], false], 'too late, not shown');
  document.querySelector('button').click();
  line.asked[3].answer(html('Before you vote'));
  await settled();
  assert.deepEqual([seen, document.querySelector('.notice')], [['shown Before you vote'], null]);
});

test('whatever the network does, a page that says "saved" is one that the server sent to the last try', async () => {
  const { document, form, line, clock, seen } = sending();
  fire(form, 'submit');
  await passes(clock, 4);
  assert.equal(line.asked.length, 2);
  assert.ok(!document.body.textContent.includes('is saved'));
  line.asked[0].answer(html('Your vote is saved'));
  await settled();
  assert.deepEqual(seen, []);
  line.asked[1].answer(html('Your vote is saved'));
  await settled();
  assert.deepEqual(seen, ['shown Your vote is saved']);
});

test('a press that is answered at once says nothing', () => {
  const document = pageOf('<button>Go on</button>');
  const clock = new Clock();
  const { setTimeout, clearTimeout } = clock;
  const message = new SendingMessage({ document, isSending: 'Sending.', setTimeout, clearTimeout });
  message.begin(document.querySelector('button'));
  message.end();
  clock.pass(5);
  assert.equal(document.querySelector('.notice'), null);
});

test('what a broken server says takes nothing from the screen; a page from which the vote can go on is shown', async () => {
  for (const [status, words, isShown] of [[502, 'Bad gateway', false], [503, '<input name="draft">', true], [409, 'No', true]]) {
    const { form, line, seen } = sending();
    fire(form, 'submit');
    line.asked[0].answer({ ...html(words), status });
    await settled();
    assert.deepEqual(seen, isShown ? [`shown ${words}`] : [], words);
  }
});

for (const outcome of ['answer', 'fail']) {
  test(`a turn that is ended leaves nothing on the screen, whatever the network does (${outcome})`, async () => {
    const { document, form, line, seen, sent } = sending();
    const over = sent.sendAndClear(form, '/kiosk').catch(() => {});
    assert.equal(document.body.textContent, '');
    assert.deepEqual([line.asked[0].address, line.body()], ['https://votes.example/kiosk/next', 'pin=2468']);
    line.asked[0][outcome](new TypeError('Failed to fetch'));
    await over;
    assert.deepEqual([seen, sent.isBusy], [['gone to /kiosk'], true]);
  });
}
