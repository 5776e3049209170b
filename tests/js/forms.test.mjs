/* Fields that help while somebody types. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { countCharacters, lengthOf } from '../../static/js/character-count.mjs';
import { focusErrorSummary } from '../../static/js/error-summary.mjs';
import { mindFileSizes } from '../../static/js/file-size.mjs';
import { showKeypads } from '../../static/js/keypad.mjs';
import { showPasswords } from '../../static/js/show-password.mjs';
import { Clock, fire, pageOf, type } from './page.mjs';

const COUNTED = `<textarea id="idea">A bus</textarea><p id="idea-count" data-count-for="idea" data-count-limit="3"
  data-count-unit="words" data-count-text="{n} of {limit}">Up to 3 words</p>`;

test('words and characters are counted as a reader would', () => {
  assert.equal(lengthOf('', 'words'), 0);
  assert.equal(lengthOf('  two\n words ', 'words'), 2);
  assert.equal(lengthOf('社區長者午餐會', 'words'), 4);
  assert.equal(lengthOf('茶 and tea', 'words'), 3);
  assert.equal(lengthOf('né 👵', 'characters'), 4);
});

test('the count follows the typing and says when it is too much', () => {
  const document = pageOf(COUNTED);
  countCharacters(document, new Clock());
  const message = document.getElementById('idea-count');
  assert.equal(message.textContent, '2 of 3');
  type(document.getElementById('idea'), 'a trip to sea');
  assert.equal(message.textContent, '4 of 3');
  assert.ok('over' in message.dataset);
  type(document.getElementById('idea'), 'a trip');
  assert.ok(!('over' in message.dataset));
});

test('a screen reader hears the count after a pause, not at every letter', () => {
  const document = pageOf(COUNTED);
  const clock = new Clock();
  countCharacters(document, clock);
  const message = document.getElementById('idea-count');
  type(document.getElementById('idea'), 'a');
  clock.pass(0.9);
  type(document.getElementById('idea'), 'a b');
  clock.pass(0.9);
  assert.equal(message.getAttribute('aria-live'), null);
  clock.pass(0.1);
  assert.equal(message.getAttribute('aria-live'), 'polite');
  assert.equal(message.textContent, '2 of 3');
});

test('a count without its field is left alone', () => {
  const document = pageOf('<p data-count-for="gone" data-count-text="{n}">Up to 3 words</p>');
  countCharacters(document, new Clock());
  assert.equal(document.querySelector('p').textContent, 'Up to 3 words');
});

test('a password can be shown, hidden, and is hidden before it is sent', () => {
  const document = pageOf(`<form><div data-show-password data-show="Show" data-hide="Hide"><input type="password">
    <button type="button" aria-label="Show password" data-label-hide="Hide password" hidden>Show</button></div></form>`);
  showPasswords(document);
  const [input, button] = [document.querySelector('input'), document.querySelector('button')];
  assert.equal(button.hidden, false);
  button.click();
  assert.deepEqual([input.type, button.textContent, button.getAttribute('aria-label')], ['text', 'Hide', 'Hide password']);
  button.click();
  assert.deepEqual([input.type, button.textContent, button.getAttribute('aria-label')],
    ['password', 'Show', 'Show password']);
  button.click();
  fire(document.querySelector('form'), 'submit');
  assert.equal(input.type, 'password');
});

test('a password field outside a form can be shown too', () => {
  const document = pageOf(`<div data-show-password data-show="Show" data-hide="Hide"><input type="password">
    <button type="button" hidden>Show</button></div>`);
  showPasswords(document);
  document.querySelector('button').click();
  assert.equal(document.querySelector('input').type, 'text');
});

test('the keypad appears, types at the end, rubs out, and tells the field', () => {
  const document = pageOf(`<input id="pin" value="1"><div data-keypad="pin" hidden><span>gap</span>
    <button data-key="2">2</button><button data-key="back">Rub out</button></div>
    <div data-keypad="gone" hidden></div>`);
  showKeypads(document);
  const input = document.getElementById('pin');
  const [keypad, orphan] = document.querySelectorAll('[data-keypad]');
  let heard = 0;
  document.addEventListener('input', () => { heard += 1; });
  assert.deepEqual([keypad.hidden, orphan.hidden], [false, true]);
  document.querySelector('[data-key="2"]').click();
  assert.equal(input.value, '12');
  document.querySelector('span').click();
  for (let press = 0; press < 3; press += 1) { document.querySelector('[data-key="back"]').click(); }
  assert.deepEqual([input.value, heard], ['', 4]);
});

test('after a form came back with errors the keyboard is at the list of them', () => {
  const document = pageOf('<div data-error-summary tabindex="-1">There is a problem</div>');
  focusErrorSummary(document);
  assert.equal(document.activeElement.textContent, 'There is a problem');
  focusErrorSummary(pageOf(''));
});

test('who types papers by the keyboard alone stays in the field that was wrong', () => {
  const typing = '<form data-paper-typing><input autofocus></form>';
  const document = pageOf(`<div data-error-summary tabindex="-1">There is a problem</div>${typing}`);
  document.querySelector('input').focus();
  focusErrorSummary(document);
  assert.equal(document.activeElement.tagName, 'INPUT');
});

test('a file that is too large is told of and not sent, so that the text beside it stays', () => {
  const document = pageOf(`<form><textarea></textarea><input type="file" id="picture" data-largest="100">
    <p id="picture-too-large" hidden>Too large</p><input type="file" id="other"><button>Save</button></form>`);
  mindFileSizes(document);
  const [form, input, message] = ['form', '#picture', '#picture-too-large'].map((each) => document.querySelector(each));
  for (const [size, sent] of [[101, false], [100, true], [5000, false]]) {
    Object.defineProperty(input, 'files', { value: [{ size }], configurable: true });
    fire(input, 'change');
    assert.equal(message.hidden, sent);
    assert.equal(fire(form, 'submit'), sent);
  }
});
