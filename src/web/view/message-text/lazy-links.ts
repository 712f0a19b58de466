/** Loads the link finder after the first text shows. A link changes no line, so that nothing moves when it comes. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { FindLinks } from './inline.ts';

/** For texts without an address: they are not made again when the link finder comes. */
export const noLinks: FindLinks = () => [];
const finder = signal<FindLinks>(noLinks);
let isLoading = false;

export const linkFinder: ReadonlySignal<FindLinks> = finder;

/** After a failure the next message tries again. */
export async function loadLinks(): Promise<void> {
  if (isLoading || finder.peek() !== noLinks) return;
  isLoading = true;
  try {
    finder.value = (await import('./own-links.ts')).findLinks;
  } catch {
    // Without a network the text stays readable.
  } finally {
    isLoading = false;
  }
}
