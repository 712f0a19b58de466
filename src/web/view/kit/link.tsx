/** A link to another view of the page, without a document load. */
import type { ComponentChildren } from 'preact';
import { focusOnce } from './focus.ts';
import { cameFrom, go } from './location.ts';

interface Props {
  to: string;
  /** Focuses the link when the user returns from its target. */
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
