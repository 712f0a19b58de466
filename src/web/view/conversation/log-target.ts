/** Shows a row that the user has jumped to: in the middle of the log, with the focus, and lit up for a moment. */
import { articleOf } from './log-focus.ts';

const light = [
  { boxShadow: '0 0 0 4px var(--apricot)', offset: 0 },
  { boxShadow: '0 0 0 4px var(--apricot)', offset: 0.6 },
  { boxShadow: '0 0 0 4px transparent', offset: 1 },
];
const lightMs = 1_800;

/** Returns false while the row is not rendered. */
export function showRow(key: string): boolean {
  const article = articleOf(key);
  if (!article) return false;
  article.scrollIntoView({ block: 'center' });
  article.focus({ preventScroll: true });
  article.querySelector('.bubble')?.animate(light, lightMs);
  return true;
}
