/** The frame of the pages before the log-in: the brand, a title, the content and a footer. */
import type { ComponentChildren } from 'preact';
import { Emblem } from '../kit/emblem.tsx';
import { focusOnce } from '../kit/focus.ts';

interface Props {
  title: string;
  /** Focuses the title, when the page has no field. */
  focusTitle?: boolean;
  children: ComponentChildren;
  footer: ComponentChildren;
}

export function EntryCard({ title, focusTitle = false, children, footer }: Props) {
  return (
    <main class="entry">
      <div class="entry-card">
        <p class="brand">
          <Emblem />
          Duologue
        </p>
        <h1 tabIndex={-1} ref={focusTitle ? focusOnce : null}>
          {title}
        </h1>
        {children}
        <p class="entry-footer">{footer}</p>
      </div>
    </main>
  );
}
