/* A page's parts start one after another. Each looks for its own hooks, and does nothing where there are none; one that
   fails leaves the others working, and its error is told where scripts' errors are told. */
export function startParts(document, parts, { setTimeout = document.defaultView.setTimeout } = {}) {
  parts.forEach((part) => {
    try {
      part(document);
    } catch (error) {
      setTimeout(() => { throw error; }, 0);
    }
  });
}
