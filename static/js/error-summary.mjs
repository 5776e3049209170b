/* After a form came back with errors, the keyboard and the screen reader begin at the list of them. */
export function focusErrorSummary(document) {
  const summary = document.querySelector('[data-error-summary]');
  if (summary) { summary.focus(); }
}
