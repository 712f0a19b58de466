/** Asks before an own message is deleted. */
import type { Row } from '../../model/transcript.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { Modal } from '../kit/modal.tsx';
import type { MessageActions } from './message-actions.ts';

export interface MessageDialogProps {
  row: Row;
  actions: MessageActions;
  onClose: () => void;
}

export function DeleteDialog({ row, actions, onClose }: MessageDialogProps) {
  return (
    <Modal title="Delete this message?" onClose={onClose}>
      {(close) => (
        <ActionForm
          grave
          action="Delete"
          onCancel={close}
          onSubmit={async () => {
            close();
            actions.messenger.change.remove(row);
          }}
        >
          <p class="excerpt" dir="auto">
            {row.body}
          </p>
          <p class="hint">{consequence(row, actions.isOwn)}</p>
        </ActionForm>
      )}
    </Modal>
  );
}

function consequence({ seq }: Row, isOwn: boolean): string {
  if (seq === null) return 'It has not been sent yet, and will not be sent.';
  return isOwn
    ? 'Its text, its earlier versions and its reactions are removed.'
    : 'Its text, its earlier versions and its reactions are removed for both of you.';
}
