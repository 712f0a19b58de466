/**
 * Shows the last view of the page until its script draws it anew. `view/app/last-view.ts` describes the elements, and
 * `net/signed-in-storage.ts` has stored them. The build puts this into the document, behind the stylesheet.
 */
try {
  const draw = (node, space) => {
    if (typeof node === 'string') return node;
    const [name, attributes, ...inside] = node;
    const inner = name === 'svg' ? 'http://www.w3.org/2000/svg' : space;
    const element = document.createElementNS(inner, name);
    for (const [key, value] of Object.entries(attributes)) {
      // The content security policy forbids it as an attribute.
      if (key === 'style') element.style.cssText = value;
      else element.setAttribute(key, value);
    }
    element.append(...inside.map((child) => draw(child, inner)));
    return element;
  };
  const { user, of, nodes } = JSON.parse(localStorage.getItem('duologue.view'));
  const { pathname, hash } = location;
  const present = [pathname + hash, document.documentElement.lang, innerWidth, document.styleSheets[0]?.href].join();
  const isSame = user === localStorage.getItem('duologue.user') && of === present;
  // Without its worker, the page may wait for its script on a slow line, and nothing would answer the user.
  if (isSame && navigator.serviceWorker?.controller) {
    const page = document.getElementById('page');
    page.inert = true;
    page.append(...nodes.map((node) => draw(node, 'http://www.w3.org/1999/xhtml')));
    page.querySelector('.log')?.scrollTo(0, 1e9);
  }
} catch {
  // Nothing is stored, or the browser forbids the storage.
}
