/* On a narrow screen the menu beside the page folds away; on a wide one it is always open. */
const WIDE = '(min-width: 64rem)';

export function foldMenu(document, { matchMedia = (query) => document.defaultView.matchMedia(query) } = {}) {
  const menu = document.querySelector('[data-menu]');
  if (!menu) { return; }
  const wide = matchMedia(WIDE);
  function fit() { menu.open = wide.matches; }
  fit();
  if (wide.addEventListener) { wide.addEventListener('change', fit); } else { wide.addListener(fit); }
}
