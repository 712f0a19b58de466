/** Loads the link finder after the first text shows. A link changes no line, so that nothing moves when it comes. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { FindLinks } from '../../model/message-text/inline.ts';

const finder = signal<FindLinks>();
let isLoading = false;

export const linkFinder: ReadonlySignal<FindLinks | undefined> = finder;

/** After a failure the next message tries again. */
export async function loadLinks(): Promise<void> {
  if (isLoading || finder.peek()) return;
  isLoading = true;
  try {
    finder.value = (await import('./own-links.ts')).findLinks;
  } catch {
    // Without a network the text stays readable.
  } finally {
    isLoading = false;
  }
}
