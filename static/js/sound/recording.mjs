/* A recording, or a sound that the server made. One element plays all of them: what was once begun by a press may go on
   by itself. */
import { DONE, FAILED, REFUSED } from './outcomes.mjs';

export class Recording {
  constructor(audio) {
    this.audio = audio;
    this.rate = 1;
    this.ended = null;
    this.isPaused = false;
    audio.addEventListener('ended', () => this.end(DONE));
    audio.addEventListener('error', () => this.end(FAILED));
  }

  canRead({ sound }) { return Boolean(sound); }

  read({ sound }) {
    return new Promise((resolve) => {
      this.ended = resolve;
      this.audio.src = sound;
      this.audio.defaultPlaybackRate = this.rate;
      this.play();
    });
  }

  /* Old browsers promise nothing. */
  play() {
    const { ended } = this;
    this.isPaused = false;
    this.audio.playbackRate = this.rate;
    const begun = this.audio.play();
    if (!begun) { return; }
    begun.catch((error) => {
      if (this.ended !== ended || this.isPaused) { return; }
      this.end(error.name === 'NotAllowedError' ? REFUSED : FAILED);
    });
  }

  end(how) {
    const { ended } = this;
    this.ended = null;
    if (ended) { ended(how); }
  }

  pause() {
    this.isPaused = true;
    this.audio.pause();
  }

  goOn() { this.play(); }

  stop() {
    this.ended = null;
    this.audio.pause();
  }

  setRate(rate) {
    this.rate = rate;
    this.audio.playbackRate = rate;
  }
}
