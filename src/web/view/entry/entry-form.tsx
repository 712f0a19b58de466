/** The frame of the log-in and registration pages: the form, its one button, and why it was refused. */
import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Emblem } from '../kit/emblem.tsx';
import { focusOnce } from '../kit/focus.ts';
import { useSubmission } from '../kit/submission.ts';

interface Props {
  title: string;
  action: string;
  /** The keyboard begins at the title, where there is nothing to fill in. */
  focusTitle?: boolean;
  /** Where a refusal is said; it may hold words from before. */
  refusal: Signal<string>;
  onSubmit: () => Promise<void>;
  children: ComponentChildren;
  /** Other ways to the same end. */
  other?: ComponentChildren;
  footer: ComponentChildren;
}

export function EntryForm({ title, action, focusTitle = false, refusal, onSubmit, children, other, footer }: Props) {
  const { busy, submit } = useSubmission(onSubmit, refusal);
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
        {/* The server is the one judge of what is valid, and its answer is read out. */}
        <form noValidate onSubmit={submit}>
          {refusal.value && (
            <p role="alert" class="refusal">
              {refusal.value}
            </p>
          )}
          {children}
          <button type="submit" class="primary" aria-disabled={busy.value}>
            {action}
          </button>
          {other}
        </form>
        <p class="entry-footer">{footer}</p>
      </div>
    </main>
  );
}
