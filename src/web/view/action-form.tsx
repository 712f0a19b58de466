/** A form of a settings section: its fields, its one button, and what came of it. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useSubmission } from '../submission.ts';

interface Props {
  action: string;
  /** Takes something away for good. */
  grave?: boolean;
  /** What is said when the server has done it. */
  done: string;
  onSubmit: () => Promise<void>;
  children: ComponentChildren;
}

export function SettingsForm({ action, grave = false, done, onSubmit, children }: Props) {
  const refusal = useSignal('');
  const submission = useSubmission(onSubmit, refusal);
  return (
    <form class="settings-form" noValidate onSubmit={submission.submit}>
      {refusal.value && (
        <p role="alert" class="refusal">
          {refusal.value}
        </p>
      )}
      {children}
      <div class="settings-actions">
        <button type="submit" class={grave ? 'primary grave' : 'primary'} aria-disabled={submission.busy.value}>
          {action}
        </button>
        <p role="status" class="done">
          {submission.done.value && done}
        </p>
      </div>
    </form>
  );
}
