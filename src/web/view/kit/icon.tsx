/** Draws an icon of the Lucide set in the colour and size of the text around it. */
import type { IconNode } from 'lucide';
import { h } from 'preact';

interface Props {
  of: IconNode;
  /** Points along the line of text, so that a language from right to left mirrors it. */
  points?: boolean;
}

export function Icon({ of, points = false }: Props) {
  return (
    <svg class={points ? 'icon is-pointing' : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
      {of.map(([shape, attributes]) => h(shape, { ...attributes }))}
    </svg>
  );
}
