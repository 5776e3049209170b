/* What a kiosk and the desk know of wrong PINs: how many there were in a row, and that somebody has unlocked it. */
const MINUTE = 60;

export function wrongIn(pin) { return pin ? pin.wrong : 0; }

/* Somebody has pressed "Unlock" at the desk: the server knows of fewer wrong PINs in a row than it was told. One that
   was typed meanwhile was not told yet, so the press was not about it. */
export async function forgive(facts, told, answer, untold) {
  const pin = await facts.get('pin');
  const isSame = untold.wrongPins === told.wrongPins && wrongIn(pin) === told.wrongInARow;
  if (isSame && answer.wrong_in_a_row < told.wrongInARow) {
    await facts.set('pin', Object.assign({}, pin, { wrong: 0, freeAt: 0 }));
  }
}

/* Why a PIN was not taken, by the name of the sentence; `wait` in seconds. */
export function problemOf(wait) {
  if (!wait) { return 'wrong'; }
  return wait > MINUTE ? 'waitMinutes' : 'wait';
}

/* A sentence with the time that is left in it. */
export function withWait(words, seconds) {
  return words.replace('{seconds}', seconds).replace('{minutes}', Math.ceil(seconds / MINUTE));
}
