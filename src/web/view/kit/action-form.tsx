/** A form with one action: its fields, its submit button, and the result. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { texts } from '../../texts/texts.ts';
import { FaultContext } from './form-faults.ts';
import { type SubmissionParts, useSubmission } from './submission.ts';

interface Props extends SubmissionParts {
  action: string;
  /** Marks an action that deletes data or access. */
  grave?: boolean;
  /** The confirmation text; omitted when the form disappears on success. */
  done?: string;
  onCancel?: () => void;
  children: ComponentChildren;
}

export function ActionForm({ action, grave = false, done, onCancel, children, ...parts }: Props) {
  const refusal = useSignal('');
  const submission = useSubmission(parts, refusal);
  return (
    <form class="action-form" noValidate onSubmit={submission.submit}>
      {refusal.value && (
        <p role="alert" class="refusal">
          {refusal.value}
        </p>
      )}
      <FaultContext.Provider value={submission.refused}>{children}</FaultContext.Provider>
      <div class="actions">
        <button type="submit" class={grave ? 'primary grave' : 'primary'} aria-disabled={submission.busy.value}>
          {action}
        </button>
        {onCancel && (
          <button type="button" class="plain" onClick={onCancel}>
            {texts.dialogs.cancel()}
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
