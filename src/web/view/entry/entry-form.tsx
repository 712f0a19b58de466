/** The frame of the log-in and registration pages: the form, its button and the refusal. */
import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Emblem } from '../kit/emblem.tsx';
import { focusOnce } from '../kit/focus.ts';
import { useSubmission } from '../kit/submission.ts';

interface Props {
  title: string;
  action: string;
  /** Focuses the title, when the form has no field. */
  focusTitle?: boolean;
  /** The message above the form; a submission replaces it. */
  refusal: Signal<string>;
  onSubmit: () => Promise<void>;
  children: ComponentChildren;
  /** Buttons for other ways to log in. */
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
        {/* Only the server validates; screen readers announce its answer. */}
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
