/* What takes long: the page looks again by itself, in place of the link "Look again", until what it shows has ended.
   Then it is loaded anew, with everything that can be done now. */
export function lookAgain(document, {
  fetch = (...asked) => document.defaultView.fetch(...asked),
  setTimeout = (...asked) => document.defaultView.setTimeout(...asked),
  reload = () => document.defaultView.location.reload(),
} = {}) {
  const box = document.querySelector('[data-look-again]');
  if (!box) { return; }
  const wait = Number(box.dataset.lookAgain) * 1000;

  function look() {
    fetch(document.location.href, { headers: { Accept: 'text/html' } })
      .then((answer) => (answer.ok ? answer.text() : ''))
      .then(read)
      .catch(() => setTimeout(look, wait)); // no connection: the next look may have one
  }

  function read(text) {
    const page = new document.defaultView.DOMParser().parseFromString(text, 'text/html');
    const found = page.querySelector('[data-look-again]');
    if (text && !found) { reload(); return; }
    if (found) { show(found); }
    setTimeout(look, wait);
  }

  function show(found) {
    ['progress', '.progress__text'].forEach((part) => {
      const [old, fresh] = [box, found].map((each) => each.querySelector(part));
      if (old && fresh) { old.replaceWith(fresh); }
    });
  }
  setTimeout(look, wait);
}
