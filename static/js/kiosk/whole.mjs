/* The first page of a kiosk that the network brings loads itself again after a while (templates/kiosk/starting.html),
   as its scripts may not have come. They have, so it stays. A browser forgets what it was told to load later when it
   is told to stop loading; that waits until everything is there. */
export function onceWhole(document, start) {
  const again = document.querySelector('meta[http-equiv="refresh"]');
  if (!again) { start(); return; }
  const window = document.defaultView;
  const stay = () => {
    again.remove();
    window.stop();
    start();
  };
  if (document.readyState === 'complete') { stay(); } else { window.addEventListener('load', stay, { once: true }); }
}
