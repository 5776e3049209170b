/* Typing papers. The serial numbers are made by pb/paper/rules/serials.py. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { typeInPlace } from '../../static/js/paper/next-paper.mjs';
import { startPaperTyping } from '../../static/js/paper/typing.mjs';
import { readEntry } from '../../static/js/paper/read-entry.mjs';
import { isSerialNumber } from '../../static/js/paper/serial-number.mjs';
import { fire, pageOf, type } from './page.mjs';

const SERIAL = '5724000';  // 572400 with Damm's check digit
const WORDS = { blank: 'Blank', spoiled: 'Spoiled', doubtful: 'Doubtful', alone: 'B and S stand alone.',
  badNumber: 'No project {n}.', twice: '{n} twice.', badSerial: 'Not a number of a paper.',
  badFigure: 'Like this: {n}=5', figure: '{project}: {figure}', sum: 'In all: {sum}' };
const TITLES = new Map([['3', 'A bus'], ['12', 'A choir']]);

function read(typed, isWhole = true, kind = 'choose') {
  const lines = readEntry(typed, { titles: TITLES, words: WORDS, isWhole, type: kind });
  return lines.map(({ text, wrong }) => (wrong ? `! ${text}` : text));
}

test('the check digit finds every wrong digit and every swap of neighbours', () => {
  assert.ok(isSerialNumber(SERIAL) && isSerialNumber(' 572 4000 '));
  assert.ok(!isSerialNumber(SERIAL, true), 'a practice has numbers of its own');
  for (let place = 0; place < 7; place += 1) {
    for (const digit of '0123456789') {
      const other = SERIAL.slice(0, place) + digit + SERIAL.slice(place + 1);
      assert.equal(isSerialNumber(other), other === SERIAL, other);
    }
    const [one, two] = SERIAL.slice(place, place + 2);
    if (two && one !== two) { assert.ok(!isSerialNumber(SERIAL.slice(0, place) + two + one + SERIAL.slice(place + 2))); }
  }
  assert.ok(!['', '572400', '57240004', '57240o4'].some(isSerialNumber));
});

test('numbers echo with their titles, slips are said', () => {
  assert.deepEqual(read('3, 12'), ['3 A bus', '12 A choir']);
  assert.deepEqual(read('3 99 3'), ['3 A bus', '! No project 99.', '! 3 twice.']);
  assert.deepEqual(read(''), []);
});

test('a number that is being typed is not wrong yet', () => {
  assert.deepEqual(read('3 1', false), ['3 A bus']);
  assert.deepEqual(read('3 1 ', false), ['3 A bus', '! No project 1.']);
  assert.deepEqual(read('3 1'), ['3 A bus', '! No project 1.']);
  assert.deepEqual(read('3 12 12', false), ['3 A bus', '12 A choir', '! 12 twice.']);
});

test('blank and spoiled stand alone, doubtful stands beside anything', () => {
  assert.deepEqual([read('b'), read('S'), read('3?')], [['Blank'], ['Spoiled'], ['3 A bus', 'Doubtful']]);
  assert.deepEqual(read('3 b'), ['3 A bus', 'Blank', '! B and S stand alone.']);
});

test('points and scores stand behind their project, and points are added up', () => {
  assert.deepEqual(read('3=5 12 / 4', true, 'points'), ['3 A bus: 5', '12 A choir: 4', 'In all: 9']);
  assert.deepEqual(read('3=5 12=4?', true, 'score'), ['3 A bus: 5', '12 A choir: 4', 'Doubtful']);
  assert.deepEqual(read('b', true, 'points'), ['Blank']);
  assert.deepEqual(read('3 12=', true, 'score'), ['! Like this: 3=5', '! Like this: 12=5']);
  assert.deepEqual(read('3=x 12=1000', true, 'score'), ['! Like this: 3=5', '! Like this: 12=5']);
  assert.deepEqual(read('99=5 3=1 3=2', true, 'score'), ['! No project 99.', '3 A bus: 1', '! 3 twice.']);
});

test('a figure that is being typed is not wrong yet', () => {
  for (const typed of ['3=5 1', '3=5 12', '3=5 12 ', '3=5 12=']) {
    assert.deepEqual(read(typed, false, 'score'), ['3 A bus: 5'], typed);
  }
  assert.deepEqual(read('3 12=5', false, 'score'), ['! Like this: 3=5', '12 A choir: 5']);
});

test('places are the order of the numbers, or stand behind each of them', () => {
  assert.deepEqual(read('12 3', true, 'rank'), ['12 A choir: 1', '3 A bus: 2']);
  assert.deepEqual(read('12=1 3=1', true, 'rank'), ['12 A choir: 1', '3 A bus: 1']);
  assert.deepEqual(read('12=1 3', true, 'rank'), ['12 A choir: 1', '! Like this: 3=5']);
  assert.deepEqual(read('12 3?', true, 'rank'), ['12 A choir: 1', '3 A bus: 2', 'Doubtful']);
  assert.deepEqual(read('12 1', false, 'rank'), ['12 A choir: 1']);
});

test('places begin with 1 again, and points are added up, in each part of the ballot', () => {
  const parts = new Map([['3', 'North'], ['12', 'South']]);
  const lines = readEntry('12 3', { titles: TITLES, parts, words: WORDS, isWhole: true, type: 'rank' });
  assert.deepEqual(lines.map(({ text }) => text), ['South: 12 A choir: 1', 'North: 3 A bus: 1']);
  const points = readEntry('12=4 3=6', { titles: TITLES, parts, words: WORDS, isWhole: true, type: 'points' });
  assert.deepEqual(points.slice(2).map(({ text }) => text), ['South: In all: 4', 'North: In all: 6']);
});

test('where projects are only ticked a figure is no number', () => {
  assert.deepEqual(read('3=5'), ['! No project 3=5.']);
});

function desk() {
  const data = Object.entries(WORDS)
    .map(([name, words]) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}="${words}"`);
  const document = pageOf(`<form data-paper-typing ${data.join(' ')}><input data-serial autofocus value="1">
    <input data-entry><div data-echo></div></form>
    <ol data-projects><li value="3">A bus</li><li value="12">A choir</li></ol>`);
  startPaperTyping(document);
  const find = (hook) => document.querySelector(`[data-${hook}]`);
  return { document, form: find('paper-typing'), serial: find('serial'), entry: find('entry'), echo: find('echo') };
}

test('the caret begins at the number, with what stands there selected', () => {
  const { document, serial } = desk();
  assert.equal(document.activeElement, serial);
  assert.deepEqual([serial.selectionStart, serial.selectionEnd], [0, 1]);
});

test('Enter goes from a right number to its projects, and stays at a wrong one', () => {
  const { document, serial, entry, echo } = desk();
  serial.value = '5724005';
  assert.equal(fire(serial, 'keydown', { key: 'Enter' }), false);
  assert.equal(document.activeElement, serial);
  assert.equal(echo.querySelector('.paper-echo__bad').textContent, WORDS.badSerial);
  assert.equal(fire(serial, 'keydown', { key: '0' }), true);
  serial.value = SERIAL;
  fire(serial, 'keydown', { key: 'Enter' });
  assert.equal(document.activeElement, entry);
  assert.equal(echo.textContent, '');
});

test('titles echo while typing', () => {
  const { entry, echo } = desk();
  type(entry, '3 1');
  assert.deepEqual([...echo.children].map((line) => [line.className, line.textContent]),
    [['paper-echo__line', '3 A bus']]);
});

test('only a right number with right projects is sent', () => {
  const { document, form, serial, entry } = desk();
  serial.value = '5724005';
  entry.value = '3';
  assert.equal(fire(form, 'submit'), false);
  assert.equal(document.activeElement, serial);
  serial.value = SERIAL;
  entry.value = '3 1';
  assert.equal(fire(form, 'submit'), false);
  assert.equal(document.activeElement, entry);
  entry.value = '3 12';
  assert.equal(fire(form, 'submit'), true);
});

test('other pages are left alone', () => {
  startPaperTyping(pageOf('<form></form>'));
});

const page = (said, serial = '', entry = '') => `<!doctype html><title>Typing</title><main><p>${said}</p>
  <form data-paper-typing><input name="serial" data-serial value="${serial}"><input name="entry" data-entry value="${entry}">
  <p data-not-sent="Not sent."></p><button type="submit">Next</button></form></main>`;

function inPlace(answers) {
  const document = pageOf('');
  document.documentElement.innerHTML = page('Before', '1', '3 7');
  const sent = [];
  const submitted = [];
  const waiting = [];
  typeInPlace(document, {
    fetch: (address, { body }) => {
      sent.push(`${body}`);
      return new Promise((done, fail) => { waiting.push(() => answer(answers.shift(), done, fail)); });
    },
    submit: (form) => submitted.push(form),
    start: () => {},
  });
  const fields = () => Array.from(document.querySelectorAll('input'), ({ value }) => value);
  const press = () => fire(document.querySelector('form'), 'submit');
  const comes = async () => {
    waiting.shift()();
    await new Promise((done) => { setTimeout(done, 0); });
  };
  return { document, sent, submitted, fields, press, comes };
}

function answer(what, done, fail) {
  if (what) { done({ status: what.status || 200, text: async () => what.html }); } else { fail(new Error('no network')); }
}

test('who has typed a paper goes on at once, and what they typed ahead is in the form that comes', async () => {
  const { document, sent, fields, press, comes } = inPlace([{ html: page('Paper 1') }, { html: page('Paper 2') }]);
  press();
  assert.deepEqual([fields(), document.activeElement.name], [['', ''], 'serial']);
  document.activeElement.value = '2';
  await comes();
  assert.deepEqual([document.querySelector('p').textContent, document.title], ['Paper 1', 'Typing']);
  assert.deepEqual(sent, ['serial=1&entry=3+7']);
  assert.deepEqual([fields(), document.activeElement.name], [['2', ''], 'serial']);
  document.querySelector('[data-entry]').value = 'B';
  press();
  await comes();
  assert.deepEqual([sent[1], document.querySelector('p').textContent], ['serial=2&entry=B', 'Paper 2']);
});

test('a whole paper that was typed ahead is sent when the answer has come', async () => {
  const { document, sent, press, comes } = inPlace([{ html: page('Paper 1') }, { html: page('Paper 2') }]);
  press();
  ['2', 'B'].forEach((value, place) => { document.querySelectorAll('input')[place].value = value; });
  press();
  assert.deepEqual([sent.length, document.querySelector('input').readOnly], [1, true], 'one at a time, and one waits');
  await comes();
  assert.deepEqual(sent, ['serial=1&entry=3+7', 'serial=2&entry=B']);
});

test('a paper that was refused is put right first', async () => {
  const { document, sent, fields, press, comes } = inPlace([{ status: 422, html: page('There is no project 7', '1', '3 7') }]);
  press();
  ['2', 'B'].forEach((value, place) => { document.querySelectorAll('input')[place].value = value; });
  press();
  await comes();
  assert.deepEqual([fields(), sent.length], [['1', '3 7'], 1]);
});

test('without a network, and where the server is in trouble, what was typed stands there and can be sent again', async () => {
  const answers = [null, { status: 503, html: page('x') }, { html: page('Paper 1') }];
  const { document, sent, fields, press, comes } = inPlace(answers);
  for (const asked of [1, 2]) {
    press();
    await comes();
    assert.equal(document.querySelector('[data-not-sent]').textContent, 'Not sent.');
    assert.deepEqual([fields(), sent.length], [['1', '3 7'], asked]);
  }
  press();
  await comes();
  assert.deepEqual([document.querySelector('p').textContent, new Set(sent).size], ['Paper 1', 1]);
});

test('where the answer is another page the form is sent as a plain one, with what was typed', async () => {
  const { submitted, fields, press, comes } = inPlace([{ status: 403, html: '<main>Sign in again</main>' }]);
  press();
  await comes();
  assert.deepEqual([submitted.length, fields()], [1, ['1', '3 7']]);
});

test('a form without a place for what went wrong stays a plain one', () => {
  const document = pageOf('<form data-paper-typing><input name="entry" value="3"></form>');
  typeInPlace(document, { fetch: () => assert.fail('it was sent by the script') });
  assert.equal(fire(document.querySelector('form'), 'submit'), true);
});
