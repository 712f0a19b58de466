/** Loads the formatting of texts beside the first script, so that it is there before the first message. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { unformat } from '../../model/message-line.ts';
import type { FindLinks } from './inline.ts';

type Format = (body: string, find: FindLinks | undefined, me?: string | false) => JSX.Element;

const format = signal<Format | null>(null);
let isLoading = false;

/** Null until it is loaded: a text shows as it was typed. */
export const formatter: ReadonlySignal<Format | null> = format;

/** After a failure the next message tries again. */
export async function loadFormat(): Promise<void> {
  if (isLoading || format.peek()) return;
  isLoading = true;
  try {
    const code = await import('./format-text.tsx');
    format.value = code.formatText;
    unformat.value = code.unformatted;
  } catch {
    // Without a network the text stays readable.
  } finally {
    isLoading = false;
  }
}
