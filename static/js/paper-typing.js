/* Typing papers by the keyboard alone: Enter goes from the paper's number to its projects, slips are said at once, titles
   echo back while typing. The server checks everything again; without this script Tab and Enter do the same. */
(function () {
  'use strict';
  var form = document.querySelector('[data-paper-typing]');
  if (!form) { return; }
  var serial = form.querySelector('[data-serial]');
  var entry = form.querySelector('[data-entry]');
  var echo = form.querySelector('[data-echo]');
  var words = form.dataset;
  var titles = {};
  document.querySelectorAll('[data-projects] li').forEach(function (item) { titles[item.value] = item.textContent; });

  /* Damm's table, as in pb/paper/rules.py: a wrong digit or a swap shows before anything is sent. */
  var DAMM = ['0317598642', '7092154863', '4206871359', '1750983426', '6123045978',
    '3674209581', '5869720134', '8945362017', '9438617205', '2581436790'];

  function isSerial(text) {
    var digits = text.replace(/\s/g, '');
    if (!/^\d{7}$/.test(digits)) { return false; }
    return digits.split('').reduce(function (row, digit) { return DAMM[row][digit]; }, '0') === '0';
  }

  function line(text, bad) {
    var item = document.createElement('p');
    item.className = bad ? 'paper-echo__bad' : 'paper-echo__line';
    item.textContent = text;
    echo.appendChild(item);
    return bad;
  }

  /* Says what was typed; true when something of it cannot be. `whole`: the last word is finished. */
  function read(whole) {
    echo.textContent = '';
    var typed = entry.value.toUpperCase().replace(/,/g, ' ').replace(/\?/g, ' ? ');
    var parts = typed.split(/\s+/).filter(Boolean);
    var marks = { B: words.blank, S: words.spoiled, '?': words.doubtful };
    var bad = false;
    var seen = {};
    parts.forEach(function (part, place) {
      var unfinished = !whole && place === parts.length - 1 && /\d$/.test(typed);
      if (marks[part]) { line(marks[part]); if (part !== '?' && parts.length > 1) { bad = line(words.alone, true); } return; }
      if (!(part in titles)) { if (!unfinished) { bad = line(words.badNumber.replace('{n}', part), true); } return; }
      if (seen[part]) { bad = line(words.twice.replace('{n}', part), true); return; }
      seen[part] = true;
      line(part + ' ' + titles[part]);
    });
    return bad;
  }

  serial.addEventListener('keydown', function (event) {
    if (event.key !== 'Enter') { return; }
    event.preventDefault();
    if (isSerial(serial.value)) { echo.textContent = ''; entry.focus(); } else { echo.textContent = ''; line(words.badSerial, true); serial.select(); }
  });

  entry.addEventListener('input', function () { read(false); });
  form.addEventListener('submit', function (event) {
    if (!isSerial(serial.value)) { event.preventDefault(); echo.textContent = ''; line(words.badSerial, true); serial.focus(); return; }
    if (read(true)) { event.preventDefault(); entry.focus(); }
  });

  var first = form.querySelector('[autofocus]');
  if (first) { first.focus(); first.select(); }
}());
