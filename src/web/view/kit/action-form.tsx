/** A form with one action: its fields, its submit button, and the result. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useSubmission } from './submission.ts';

interface Props {
  action: string;
  /** Marks an action that deletes data or access. */
  grave?: boolean;
  /** The confirmation text; omitted when the form disappears on success. */
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
