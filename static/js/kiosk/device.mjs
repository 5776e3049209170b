/* A kiosk that needs no network: the tablet itself answers what its screens send. Each of them was laid out by the
   server when the tablet last heard from it (pb/pages/kiosk/screens.py). */
import { orderOf } from '../ballot/rotation.mjs';
import { newAttempt } from '../sealing/envelope.mjs';
import { Casting } from './casting.mjs';
import { Corner } from './corner.mjs';
import { TURN } from './facts.mjs';
import {
  applySettings, ballotOn, fillBallot, fillCode, fillReview, fillTicked, parsed, showTrial, withWords, written,
} from './filled.mjs';
import { askInTheirWords } from './left-open.mjs';
import { goOn, keepTyped, nextVoter } from './next-voter.mjs';
import { showState } from './start-screen.mjs';
import { settingIn, Turn } from './turn.mjs';
import { withWait } from './wrong-pins.mjs';

export class Device {
  /* `screens`: as the server gave them; `gate` looks at PINs; `send()` is called when there is something to send. */
  constructor({ window, store, screens, gate, send = () => {}, now = () => Date.now() }) {
    Object.assign(this, { window, store, screens, gate, send, now });
    this.turn = null;
    this.casting = null;
    this.corner = new Corner(this);
  }

  /* As `fetch` answers a page of the server. */
  async fetch(address, { body } = {}) {
    const { pathname } = new this.window.URL(address, this.window.document.baseURI);
    const html = await this.answer(pathname, new URLSearchParams(body || ''));
    if (html) { return { redirected: false, url: address, text: async () => html }; }
    return { redirected: true, url: this.screens.addresses.start };
  }

  /* The page that comes next; nothing where it is the start, in a document of its own. */
  answer(path, form) {
    const { addresses } = this.screens;
    const acts = {
      [addresses.next]: () => nextVoter(this, form),
      [addresses.goOn]: () => goOn(this),
      [addresses.end]: () => this.end(),
      [addresses.cast]: () => this.lastPress('cast'),
      [addresses.leave]: () => (this.corner.isTrial(form) ? this.trial() : this.corner.answer(this.screens, form)),
      [form.has('sure') ? addresses.check : '']: () => this.lastPress('check'),
    };
    if (acts[path]) { return acts[path](); }
    return this.turn && form.has('draft') ? this.page(this.after(path, form), form) : this.start();
  }

  /* `problem`: the name of a sentence about what was `typed`; `name`: of the page that has it at its place. */
  async start(problem = '', { typed = {}, seconds = 0, name = 'startAgain' } = {}) {
    const { pages: { en }, said } = this.screens;
    const page = parsed(this.window, problem ? en[name] : en.start);
    if (problem) { withWords(page, 'problem', withWait(said.en.problems[problem], seconds)); }
    keepTyped(page, typed);
    askInTheirWords(this.window, page, await this.store.get(TURN), said);
    await this.showState(page);
    return written(page, this.window.document);
  }

  /* On a start that is shown, or will be. */
  async showState(page) {
    const { store, screens: { hours } } = this;
    showState(page, { state: await store.state(), keeps: await store.get('keeps'), hours, clock: this.now() });
  }

  async begin(opened) {
    if (!opened) { return this.start(); }
    this.send();
    return this.open(opened);
  }

  /* The team tries the ballot: nothing of it is kept, sent or counted. Not while a voter's ballot is open. */
  async trial() {
    if ((await this.store.state()).turn) { return this.start(); }
    return this.open({ right: newAttempt(this.window.crypto), assisted: false, isTrial: true });
  }

  async open(opened) {
    this.of = this.screens;  // whatever comes from the server meanwhile, this voter keeps the ballot that they began
    this.casting = new Casting(this, this.screens, this.now());
    this.turn = new Turn(Object.assign({
      order: await orderOf(this.window.crypto, opened.right, this.of.pots, this.of.rotation),
      parts: this.of.parts,
      newAttempt: () => newAttempt(this.window.crypto),
    }, opened));
    return this.page('declaration', new URLSearchParams());
  }

  async end() {
    this.turn = null;
    await this.store.endTurn();
    this.send();
    return '';
  }

  /* Which screen comes after this press. */
  after(path, form) {
    const { turn, of: { addresses } } = this;
    turn.note(form.get('noted'), form.has('declared'));
    if (path === addresses.stop) { return 'stop'; }
    if (path === addresses.check) { return turn.check(); }
    if (path === addresses.declaration) { return turn.declare(form.has('declared')); }
    if (path === addresses.review) { return turn.review(); }
    if (path === addresses.settings) { return turn.set(...settingIn(form)); }
    return turn.choose(form.get('show') || 0);
  }

  async page(screen, form) {
    const { turn, window } = this;
    const texts = this.of.pages[turn.settings.language];
    const name = turn.pageOf(screen);
    const page = parsed(window, texts[name]);
    if (screen === 'ballot') {
      fillBallot(page, turn);
      if (turn.problem) { withWords(page, 'problem', this.of.said[turn.settings.language].tooFew[turn.shortPart]); }
    }
    if (name === 'review') {
      const ballot = ballotOn(parsed(window, texts.ballot), turn);
      fillReview(page, turn, ballot, this.of.said[turn.settings.language]);
    }
    if (turn.isLastLook(name)) { fillCode(page, (await this.casting.envelope(turn)).code); }
    if (turn.isTrial) { showTrial(page); }
    fillTicked(page, turn, screen);
    const [pressed] = settingIn(form);
    if (pressed) { await this.store.keepSettings(turn).catch(() => {}); }  // a full disk stops nobody here
    applySettings(page, turn.settings, pressed);
    return written(page, window.document);
  }

  lastPress(how) {
    const { turn, casting } = this;
    if (casting && casting.ending) { return casting.ending; }
    return turn ? casting.end(turn, how) : this.start();
  }
}
