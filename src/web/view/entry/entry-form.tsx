/** The form of the log-in and registration pages: its fields, its button and the refusal. */
import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useSubmission } from '../kit/submission.ts';
import { EntryCard } from './entry-card.tsx';

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
    <EntryCard title={title} focusTitle={focusTitle} footer={footer}>
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
    </EntryCard>
  );
}
