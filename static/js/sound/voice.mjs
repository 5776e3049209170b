/* A voice of this device. Only one that works without a network: what is read goes to nobody else's machine. */
import { DONE, FAILED } from './outcomes.mjs';

const SENTENCE = /[^.!?。！？۔؟]+[.!?。！？۔؟]*\s*/g;

export class Voice {
  constructor({ speechSynthesis, SpeechSynthesisUtterance }) {
    Object.assign(this, { synthesis: speechSynthesis, Utterance: SpeechSynthesisUtterance });
    this.rate = 1;
    this.forget();
  }

  /* The best voice for a language: of the same country if there is one. */
  of(language) {
    const voices = this.synthesis && this.Utterance ? this.synthesis.getVoices() : [];
    const local = voices.filter((voice) => voice.localService && kindOf(voice.lang) === kindOf(language));
    return local.find((voice) => plain(voice.lang) === plain(language)) || local[0];
  }

  canRead({ words, language }) { return Boolean(words && this.of(language)); }

  /* Sentence after sentence: many devices cannot pause within one, so a pause goes back to its beginning. */
  read({ words, language }) {
    this.sentences = words.match(SENTENCE) || [];
    this.language = language;
    return new Promise((resolve) => {
      this.ended = resolve;
      this.say();
    });
  }

  say() {
    if (!this.sentences.length) { this.end(DONE); return; }
    const said = new this.Utterance(this.sentences[0]);
    const voice = this.of(this.language);
    Object.assign(said, { voice, lang: voice.lang, rate: this.rate });
    said.onend = () => { if (this.said === said) { this.sentences.shift(); this.say(); } };
    said.onerror = () => { if (this.said === said) { this.end(FAILED); } };
    this.said = said;
    this.synthesis.speak(said);
  }

  end(how) {
    const { ended } = this;
    this.forget();
    ended(how);
  }

  pause() {
    this.said = null;
    this.synthesis.cancel();
  }

  goOn() { this.say(); }

  stop() {
    if (this.ended) { this.pause(); }
    this.forget();
  }

  setRate(rate) {
    this.rate = rate;
    if (this.said) { this.pause(); this.say(); }
  }

  forget() { Object.assign(this, { sentences: [], said: null, ended: null }); }
}

function plain(language) { return language.replace('_', '-').toLowerCase(); }

function kindOf(language) { return plain(language).split('-')[0]; }
