/** Renders the page into the document. */
import { render } from 'preact';
import type { Page } from '../../model/page.ts';
import { PageContext } from '../kit/page-context.ts';
import { RootPage } from './root-page.tsx';

export function mount(page: Page): void {
  const root = document.getElementById('page');
  if (!root) return;
  // `document-last-view.js` may have shown the last view in its place.
  root.replaceChildren();
  root.inert = false;
  render(
    <PageContext.Provider value={page}>
      <RootPage />
    </PageContext.Provider>,
    root,
  );
  // No key is pressed before the first view is drawn.
  import('../kit/focus-keeper.ts').then(({ keepFocus }) => keepFocus(root)).catch(() => {});
}
