/* What a kiosk keeps on its tablet: its screens, ballots that may be opened, the ballot that is open now, and sealed
   votes that wait to be sent. What a voter chose is never in it but sealed. All that belongs together is written
   together, or not at all, and is on the disk when it is said to be. */
import {
  checkTurn, closeTurn, counted, keepCard, keepSettings, NOTHING_TO_TELL, quickOf, stillUntold, TURN, untoldOf,
} from './facts.mjs';
import { forgive, wrongIn } from './wrong-pins.mjs';
import { inOneTransaction } from './transactions.mjs';

export class Store {
  /* `random(n)`: a whole number below n. */
  constructor(indexedDB, random) {
    this.indexedDB = indexedDB;
    this.random = random;
  }

  get(name) { return this.change((facts) => facts.get(name)); }

  set(name, value) { return this.change((facts) => facts.set(name, value)); }

  /* From now on everything here is of the kiosk with this key, whose PIN was typed when it was set up. Votes of another
     one that were not sent yet stay. Whether its PIN is known. */
  belongsTo(key) {
    return this.change(async (facts) => {
      if (await facts.get('key') !== key) {
        const [pin, leavePin] = [await facts.get('nextPin'), await facts.get('nextLeavePin')];
        await facts.empty();
        await facts.set('key', key);
        await facts.set('quick', 0);
        if (pin) { await facts.set('pin', pin); }
        if (leavePin) { await facts.set('leavePin', leavePin); }
      }
      return Boolean(await facts.get('pin'));
    });
  }

  /* All that the start shows: {stock, turn, untold, contact, waiting, quick, wrongInARow}, with numbers for stock and
     waiting. `quick`: how many votes were very quick since the set-up (null: the tablet was set up before they were
     counted). */
  state() {
    return this.change(async (facts, waiting) => ({
      stock: (await facts.get('stock') || []).length,
      turn: await facts.get(TURN) || null,
      untold: await facts.get('untold') || NOTHING_TO_TELL,
      contact: await facts.get('contact') || null,
      waiting: await waiting.count(),
      quick: await quickOf(facts),
      begun: await facts.get('begun') || 0,
      cast: await facts.get('cast') || 0,
      wrongInARow: wrongIn(await facts.get('pin')),
    }));
  }

  /* The next voter's ballot: one of those in stock, by chance. One that is open is closed unused. Nothing where none is
     left. */
  begin(assisted) {
    return this.change(async (facts) => {
      const stock = await facts.get('stock') || [];
      if (!stock.length) { return null; }
      await closeTurn(facts);
      const [right] = stock.splice(this.random(stock.length), 1);
      const untold = await untoldOf(facts);
      const turn = { right, assisted };
      await facts.set('stock', stock);
      await facts.set('untold', Object.assign(untold, { begun: [...untold.begun, right] }));
      await facts.set(TURN, turn);
      await counted(facts, 'begun');
      return turn;
    });
  }

  /* How the voter of the open ballot wants the screens, so that a reload does not take it from them. */
  keepSettings({ right, settings }) { return this.change((facts) => keepSettings(facts, right, settings)); }

  /* The sealed code of the card for the ballot that has just been opened. */
  keepCard(right, card) { return this.change((facts) => keepCard(facts, right, card)); }

  /* The voter goes without a vote. Harmless where no ballot is open. */
  endTurn() { return this.change(closeTurn); }

  /* The one moment in which a ballot becomes a vote: {right, sealed, digest, attempt, assisted, card}. Of many at once
     for one ballot the first is taken. Whether this one is. `isQuick`: sooner than the titles can be read; only the
     number is kept. */
  cast(vote, { isQuick = false } = {}) {
    return this.change(async (facts, waiting) => {
      const turn = await facts.get(TURN);
      if (!turn || turn.right !== vote.right) {
        const kept = await waiting.get(vote.right);
        return Boolean(kept) && kept.attempt === vote.attempt;
      }
      await facts.remove(TURN);
      await waiting.add(vote);
      await counted(facts, 'cast');
      const quick = await quickOf(facts);
      if (isQuick && quick !== null) { await facts.set('quick', quick + 1); }
      return true;
    });
  }

  /* The ballot that is open is checked instead: {right, sealed, digest, key, choices}. Whether it was still open. */
  check(checked) { return this.change((facts) => checkTurn(facts, checked)); }

  /* Up to `most` votes to be sent, drawn by chance: in which order they were cast is nobody's business. */
  toSend(most) {
    return this.change(async (facts, waiting) => {
      const keys = await waiting.keys();
      const votes = [];
      while (keys.length && votes.length < most) {
        votes.push(await waiting.get(keys.splice(this.random(keys.length), 1)[0]));
      }
      return votes;
    });
  }

  /* The server has answered for these. */
  sent(rights) {
    return this.change(async (facts, waiting) => {
      for (const right of rights) { await waiting.remove(right); }
    });
  }

  wrongPin() {
    return this.change(async (facts) => {
      const untold = await untoldOf(facts);
      await facts.set('untold', Object.assign(untold, { wrongPins: untold.wrongPins + 1 }));
    });
  }

  /* The server has answered to what it was `told`: its stock is ours, but for what was begun here since. */
  contacted(told, answer, contact) {
    return this.change(async (facts, waiting) => {
      const untold = await untoldOf(facts);
      const turn = await facts.get(TURN);
      const taken = new Set([...untold.begun, ...untold.unused, ...await waiting.keys(), turn ? turn.right : '']);
      await facts.set('untold', stillUntold(untold, told));
      await facts.set('stock', answer.stock.filter((right) => !taken.has(right)));
      await facts.set('contact', contact);
      await forgive(facts, told, answer, untold);
    });
  }

  change(act) { return inOneTransaction(this.indexedDB, act); }
}

/* `random` for a Store. */
export function randomBelow(crypto) {
  return (n) => crypto.getRandomValues(new Uint32Array(1))[0] % n;
}
