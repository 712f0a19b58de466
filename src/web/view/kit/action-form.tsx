/** A form that does one thing: its fields, its one button, and what came of it. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useSubmission } from './submission.ts';

interface Props {
  action: string;
  /** Takes something away, or shuts somebody out. */
  grave?: boolean;
  /** What is said when the server has done it; nothing when the form goes with it. */
  done?: string;
  onSubmit: () => Promise<void>;
  onCancel?: () => void;
  children: ComponentChildren;
}

export function ActionForm({ action, grave = false, done, onSubmit, onCancel, children }: Props) {
  const refusal = useSignal('');
  const submission = useSubmission(onSubmit, refusal);
  return (
    <form class="action-form" noValidate onSubmit={submission.submit}>
      {refusal.value && (
        <p role="alert" class="refusal">
          {refusal.value}
        </p>
      )}
      {children}
      <div class="actions">
        <button type="submit" class={grave ? 'primary grave' : 'primary'} aria-disabled={submission.busy.value}>
          {action}
        </button>
        {onCancel && (
          <button type="button" class="plain" onClick={onCancel}>
            Cancel
          </button>
        )}
        {done !== undefined && (
          <p role="status" class="done">
            {submission.done.value && done}
          </p>
        )}
      </div>
    </form>
  );
}
