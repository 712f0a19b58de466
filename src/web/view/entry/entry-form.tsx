/** The form of the log-in and registration pages: its fields, its button and the refusal. */
import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { FaultContext } from '../kit/form-faults.ts';
import { type SubmissionParts, useSubmission } from '../kit/submission.ts';
import { EntryCard } from './entry-card.tsx';

interface Props extends SubmissionParts {
  title: string;
  action: string;
  /** Focuses the title, when the form has no field. */
  focusTitle?: boolean;
  /** The message above the form; a submission replaces it. */
  refusal: Signal<string>;
  children: ComponentChildren;
  /** Buttons for other ways to log in. */
  other?: ComponentChildren;
  footer: ComponentChildren;
}

export function EntryForm({ title, action, focusTitle = false, refusal, children, other, footer, ...parts }: Props) {
  const { busy, refused, submit } = useSubmission(parts, refusal);
  return (
    <EntryCard title={title} focusTitle={focusTitle} footer={footer}>
      {/* The page checks the fields itself, with texts that screen readers announce. */}
      <form noValidate onSubmit={submit}>
        {refusal.value && (
          <p role="alert" class="refusal">
            {refusal.value}
          </p>
        )}
        <FaultContext.Provider value={refused}>{children}</FaultContext.Provider>
        <button type="submit" class="primary" aria-disabled={busy.value}>
          {action}
        </button>
        {other}
      </form>
    </EntryCard>
  );
}
