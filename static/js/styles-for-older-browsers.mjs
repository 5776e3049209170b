/* Browsers from before 2022 pass over every rule inside a cascade layer. They get the same rules without layers. */
export function loadStylesWithoutLayers(document) {
  const sheet = document.querySelector('[data-without-layers]');
  if (!sheet || 'CSSLayerBlockRule' in document.defaultView) { return; }
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = sheet.dataset.withoutLayers;
  sheet.after(link);
}
