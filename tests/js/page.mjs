/* A page for a test: a document as a browser would have it, and what happens to it. */
import { JSDOM } from 'jsdom';

import { Steps } from '../../static/js/ballot/steps.mjs';

/* The document of `body`; `html` are attributes of its root, `url` its address. */
export function pageOf(body, { html = '', head = '', url = 'https://votes.example/vote' } = {}) {
  const source = `<!doctype html><html ${html}><head>${head}</head><body><main id="main">${body}</main></body></html>`;
  return new JSDOM(source, { url, pretendToBeVisual: true }).window.document;
}

/* What `document` would do with an event of this kind; whether nobody prevented it. */
export function fire(element, kind, facts = {}) {
  const { Event } = (element.ownerDocument || element.document || element).defaultView || element;
  const event = Object.assign(new Event(kind, { bubbles: true, cancelable: true }), facts);
  return element.dispatchEvent(event);
}

/* Put `text` into a field as typing does. */
export function type(field, text) {
  field.value = text;
  fire(field, 'input');
}

/* A clock that stands until it is moved: now, setTimeout, clearTimeout and setInterval, in milliseconds. */
export class Clock {
  constructor() {
    this.time = 1_000_000;
    this.tasks = new Map();
    this.count = 0;
    this.now = () => this.time;
    this.setTimeout = (act, after) => this.add({ act, at: this.time + after });
    this.setInterval = (act, every) => this.add({ act, at: this.time + every, every });
    this.clearTimeout = (id) => { this.tasks.delete(id); };
  }

  add(task) {
    this.count += 1;
    this.tasks.set(this.count, task);
    return this.count;
  }

  /* Seconds pass, and everything that is due in them happens in its order. */
  pass(seconds) {
    const end = this.time + seconds * 1000;
    for (let due = this.next(end); due; due = this.next(end)) {
      const [id, task] = due;
      this.time = task.at;
      if (task.every) { task.at += task.every; } else { this.tasks.delete(id); }
      task.act();
    }
    this.time = end;
  }

  next(end) {
    return [...this.tasks].filter(([, task]) => task.at <= end).sort(([, one], [, other]) => one.at - other.at)[0];
  }
}

/* A window whose history is a number of entries and what Back does. */
export function stepsOf(document) {
  const window = document.defaultView;
  const entries = [];
  let at = 0;
  window.history.pushState = (state) => { entries.splice(at, entries.length, state); at += 1; };
  window.history.go = (by) => { at += by; fire(window, 'popstate', { state: at ? entries[at - 1] : null }); };
  window.history.back = () => window.history.go(-1);
  return {
    steps: new Steps(window), entries, at: () => at, back: () => window.history.back(), go: (by) => window.history.go(by),
  };
}
