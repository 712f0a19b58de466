/** A link to another page of ours that loads nothing anew. */
import type { ComponentChildren } from 'preact';
import { focusOnce } from '../kit/focus.ts';
import { cameFrom, go } from './location.ts';

interface Props {
  to: string;
  /** The keyboard goes on here after coming back from there. */
  returns?: boolean;
  children: ComponentChildren;
}

export function Link({ to, returns = false, children }: Props) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={to} onClick={follow} ref={returns && cameFrom(to) ? focusOnce : null}>
      {children}
    </a>
  );
}
