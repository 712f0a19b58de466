/** A link to another view of the page, without a document load. */
import type { ComponentChildren } from 'preact';
import { focusOnce } from './focus.ts';
import { cameFrom, go } from './location.ts';

interface Props {
  to: string;
  /** Focuses the link when the user returns from its target. */
  returns?: boolean;
  class?: string;
  /** The accessible name and the tooltip of a link that is only an icon. */
  label?: string;
  children: ComponentChildren;
}

export function Link({ to, returns = false, class: name, label, children }: Props) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a
      class={name}
      href={to}
      title={label}
      aria-label={label}
      onClick={follow}
      ref={returns && cameFrom(to) ? focusOnce : null}
    >
      {children}
    </a>
  );
}
