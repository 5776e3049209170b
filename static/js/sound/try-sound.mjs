/* "Play a sound" tells the team whether this device is loud enough. */
const HERTZ = 440;
const SECONDS = 1.5;

export function trySound(document, { AudioContext = document.defaultView.AudioContext } = {}) {
  const button = document.querySelector('[data-try-sound]');
  if (!button || !AudioContext) { return; }
  button.hidden = false;
  button.addEventListener('click', () => {
    const context = new AudioContext();
    const tone = context.createOscillator();
    tone.frequency.value = HERTZ;
    tone.connect(context.destination);
    tone.onended = () => context.close();
    tone.start();
    tone.stop(context.currentTime + SECONDS);
  });
}
