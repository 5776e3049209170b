/* A kiosk keeps one entry in the browser's history: each form is sent and its answer shown in place, so that Back finds
   no ballot. A visit that nobody answers for is closed. Without this script the same pages work as plain forms. */
(function () {
  'use strict';
  var me = document.querySelector('[data-kiosk-script]');
  var start = me.dataset.start;
  var busy = false;
  var lastTouch = Date.now();
  var warnedAt = 0;
  var strayed = false;  /* a page that is not the kiosk's own, such as a refusal, is shown */

  function toStart() { window.location.replace(start); }

  /* --- one page after another, in place --- */
  function runScripts(page) {
    page.querySelectorAll('head script[src]').forEach(function (script) {
      if (script.hasAttribute('data-kiosk-script')) { return; }
      var again = document.createElement('script');
      again.src = script.src;
      document.head.appendChild(again).remove();
    });
  }

  function show(html) {
    var page = new DOMParser().parseFromString(html, 'text/html');
    Array.from(page.documentElement.attributes).forEach(function (each) {
      document.documentElement.setAttribute(each.name, each.value);
    });
    document.title = page.title;
    document.body.replaceWith(document.adoptNode(page.body));
    runScripts(page);
    window.scrollTo(0, 0);
    var first = document.querySelector('[data-error-summary]') || document.getElementById('main');
    if (first) { first.focus({ preventScroll: true }); }
    busy = false;
    warnedAt = 0;
    lastTouch = Date.now();
    strayed = !page.documentElement.hasAttribute('data-kiosk');
  }

  function notSent() {
    busy = false;
    window.dispatchEvent(new Event('pageshow'));  /* lets the page's own scripts allow a second press */
    var said = document.querySelector('[data-kiosk-not-sent]') || document.createElement('p');
    said.className = 'notice notice--danger';
    said.setAttribute('role', 'alert');
    said.setAttribute('data-kiosk-not-sent', '');
    said.textContent = me.dataset.notSent;
    document.getElementById('main').prepend(said);
  }

  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== 'post') { return; }
    event.preventDefault();
    if (busy) { return; }
    busy = true;
    var body = new URLSearchParams(new FormData(form));
    if (event.submitter && event.submitter.name) { body.append(event.submitter.name, event.submitter.value); }
    fetch(form.action, { method: 'POST', body: body, credentials: 'same-origin', cache: 'no-store' }).then(function (answer) {
      if (answer.redirected) { window.location.replace(answer.url); return null; }
      return answer.text().then(show);
    }).catch(notSent);
  });

  window.addEventListener('pageshow', function (event) { if (event.persisted) { toStart(); } });

  /* --- nobody there? --- */
  ['pointerdown', 'keydown', 'input', 'scroll'].forEach(function (kind) {
    document.addEventListener(kind, function () { lastTouch = Date.now(); }, { passive: true, capture: true });
  });

  document.addEventListener('click', function (event) {
    if (event.target.closest('[data-kiosk-stay]')) { stay(); }
  });

  function stay() {
    var question = document.querySelector('[data-kiosk-idle]');
    warnedAt = 0;
    lastTouch = Date.now();
    if (question && question.open) { question.close(); }
  }

  function clear(question) {
    busy = true;
    var form = question.parentElement.querySelector('form');
    var body = new URLSearchParams(new FormData(form));
    document.body.replaceChildren();  /* nothing of the visit stays on the screen, whatever the network does */
    fetch(form.action, { method: 'POST', body: body, credentials: 'same-origin' }).then(toStart, toStart);
  }

  function look() {
    var question = document.querySelector('[data-kiosk-idle]');
    if (busy) { return; }
    if (strayed && Date.now() - lastTouch > 30000) { toStart(); }
    if (!question) { return; }
    if (!warnedAt) {
      if (Date.now() - lastTouch < Number(question.dataset.warnAfter) * 1000) { return; }
      warnedAt = Date.now();
      question.showModal();
      question.querySelector('[data-kiosk-stay]').focus();
    }
    var left = Number(question.dataset.clearAfter) - Math.floor((Date.now() - warnedAt) / 1000);
    question.querySelector('[data-kiosk-countdown]').textContent = Math.max(0, left);
    if (left <= 0) { clear(question); }
  }

  document.addEventListener('cancel', stay, true);  /* the Escape key closes the question: somebody is there */
  window.setInterval(look, 1000);
}());
