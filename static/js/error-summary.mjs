/* After a form came back with errors, the keyboard and the screen reader begin at the list of them; but who types
   papers by the keyboard alone goes on in the field that was wrong. */
export function focusErrorSummary(document) {
  const summary = document.querySelector('[data-error-summary]');
  if (summary && !document.querySelector('[data-paper-typing] [autofocus]')) { summary.focus(); }
}
