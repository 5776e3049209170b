/* One page of a kiosk after another in the same document, so that the browser's history has one entry and Back finds
   no ballot. */
export class PageSwap {
  /* `start` starts the scripts of the page that was put in. */
  constructor(document, start) {
    this.document = document;
    this.start = start;
  }

  /* Show the page `html`; whether it is one of the kiosk's own, and not, for instance, a refusal. */
  show(html) {
    const { document } = this;
    const window = document.defaultView;
    const page = new window.DOMParser().parseFromString(html, 'text/html');
    Array.from(page.documentElement.attributes).forEach(({ name, value }) => {
      document.documentElement.setAttribute(name, value);
    });
    document.title = page.title;
    document.body.replaceWith(document.adoptNode(page.body));
    this.start();
    window.scrollTo(0, 0);
    const first = document.querySelector('[data-error-summary]') || document.getElementById('main');
    if (first) { first.focus({ preventScroll: true }); }
    return page.documentElement.hasAttribute('data-kiosk');
  }
}
