import { focusInSight } from './in-sight.mjs';

/* One page of the ballot after another in the same document: at a kiosk the browser's history has one entry and Back
   finds no ballot; at home Back shows a page as it was left. */
export class PageSwap {
  /* `start` starts the scripts of the page that was put in; `beginAgain` loads the first page. */
  constructor(document, start, beginAgain) {
    Object.assign(this, { document, start, beginAgain });
  }

  /* Show the page `html`. True if it is one of the kiosk's own and not, for instance, a refusal; unused at home. */
  show(html) {
    const { document } = this;
    const window = document.defaultView;
    const page = new window.DOMParser().parseFromString(html, 'text/html');
    if (page.querySelector('[name="draft"]') && scriptsOf(page) !== scriptsOf(document)) {
      this.beginAgain();  // an upgrade came in between; nothing is cast yet, and a receipt has no draft
      return false;
    }
    const keptTop = page.querySelector('[autofocus]') && window.scrollY;
    this.copyRootAttributes(page.documentElement);
    document.title = page.title;
    document.body.replaceWith(document.adoptNode(page.body));
    this.start();
    window.scrollTo(0, keptTop || 0);
    const first = document.querySelector('[data-error-summary]') || document.querySelector('[autofocus]')
      || document.getElementById('main');
    if (first) { focusInSight(first); }
    return page.documentElement.hasAttribute('data-kiosk');
  }

  copyRootAttributes(root) {
    Array.from(root.attributes).forEach(({ name, value }) => {
      this.document.documentElement.setAttribute(name, value);
    });
  }

  /* The page that is shown, to be put back as it is. */
  snapshot() {
    const { body, documentElement, title, defaultView, activeElement } = this.document;
    return { body, root: documentElement.cloneNode(false), title, top: defaultView.scrollY, had: activeElement };
  }

  /* The keyboard is again at what was pressed there. */
  putBack({ body, root, title, top, had }) {
    this.copyRootAttributes(root);
    this.document.title = title;
    this.document.body.replaceWith(body);
    this.document.defaultView.scrollTo(0, top);
    const first = had && had !== body && body.contains(had) ? had : this.document.getElementById('main');
    if (first) { first.focus({ preventScroll: true }); }
  }
}

/* Which scripts a page is made for. */
function scriptsOf(page) {
  const about = page.querySelector('meta[name="ballot"], meta[name="kiosk"]');
  return about ? about.dataset.scripts : undefined;
}
