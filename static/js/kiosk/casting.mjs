/* The end of a turn: the ballot is cast, or checked instead. It is sealed for the last look, and a code of the envelope
   is shown there, before the tablet can know which of the two it will be. Cast, the same code is the receipt, and the
   server takes the envelope under its own code alone. So a tablet that seals something else than it shows is found by
   whoever has one checked (pb/voting/rules/tablet_checks.py), and one that casts another by whoever compares. */
import { codeOf, digestOf, sealBallot } from '../sealing/envelope.mjs';
import { newPair, privateHalf } from '../sealing/hpke.mjs';
import { applySettings, fillCode, fillSaved, parsed, written } from './filled.mjs';
import { isQuick } from './turn.mjs';

export class Casting {
  /* `device`: whose turn it is; `of`: the screens of its ballot; `openedAt`: when it began, in milliseconds. */
  constructor(device, of, openedAt) {
    Object.assign(this, { device, of, openedAt });
    this.made = null;
    this.ending = null;
  }

  /* {sealed, pair, digest, code}: the same as long as the choices are. */
  async envelope(turn) {
    const { attempt } = turn;
    if (this.made && this.made.attempt === attempt) { return this.made; }
    const { crypto } = this.device.window;
    const pair = await newPair(crypto);
    const sealed = await sealBallot(crypto, this.of.publicKey, this.of.roundId, turn.right, turn.choices(), pair);
    const digest = await digestOf(crypto, this.of.roundId, turn.right, sealed);
    this.made = { attempt, pair, sealed, digest, code: codeOf(digest) };
    return this.made;
  }

  /* The one press that ends the turn: "cast" or "check". Who presses twice is answered once. */
  end(turn, how) {
    const act = turn.isTrial ? this.endTrial(turn) : how === 'cast' ? this.cast(turn) : this.check(turn);
    this.ending = act.catch((error) => {
      this.ending = null;
      throw error;
    });
    return this.ending;
  }

  /* "Saved" is said when it is on the disk. */
  async cast(turn) {
    const { store, window, now } = this.device;
    const { right, attempt, assisted, card } = turn;
    const quick = isQuick(this.openedAt, now(), this.of.shortestTurn);
    const { sealed, digest, code } = await this.envelope(turn);
    const vote = { right, sealed: base64(window, sealed), digest, attempt, assisted, ...(card ? { card } : {}) };
    const isTaken = await store.cast(vote, { isQuick: quick });
    return this.ended(turn, isTaken ? 'saved' : 'gone', (page) => { if (isTaken) { fillSaved(page, code); } });
  }

  /* The ballot is not cast: the tablet gives up the key of its envelope, and with it what is in it. */
  async check(turn) {
    const { store, window } = this.device;
    const { sealed, pair, digest, code } = await this.envelope(turn);
    const key = await privateHalf(window.crypto, pair);
    const isTaken = await store.check({
      right: turn.right, sealed: base64(window, sealed), digest, key, choices: turn.choices(),
    });
    return this.ended(turn, isTaken ? 'checked' : 'gone', (page) => fillCode(page, code));
  }

  /* The team has tried the ballot as far as its envelope, which goes with it. Its last page is for them, in English. */
  async endTrial(turn) {
    await this.envelope(turn);
    return this.ended(turn, 'tried', () => {}, 'en');
  }

  ended(turn, name, fill, language = turn.settings.language) {
    const { device } = this;
    const page = parsed(device.window, this.of.pages[language][name]);
    fill(page);
    applySettings(page, turn.settings);
    this.made = null;
    device.turn = null;
    device.send();
    return written(page, device.window.document);
  }
}

export function base64(window, some) { return window.btoa(String.fromCharCode(...some)); }
