/** Draws an icon of the Lucide set in the colour and size of the text around it. */
import type { IconNode } from 'lucide';
import { h } from 'preact';

export function Icon({ of }: { of: IconNode }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {of.map(([shape, attributes]) => h(shape, { ...attributes }))}
    </svg>
  );
}
