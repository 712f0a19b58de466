/** Asks before an own message is deleted. */

import { messageLine } from '../../model/message-line.ts';
import type { Row } from '../../model/transcript.ts';
import { texts } from '../../texts/texts.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { Modal } from '../kit/modal.tsx';
import type { MessageActions } from './message-actions.ts';
import './message-dialogs.css';

export interface MessageDialogProps {
  row: Row;
  actions: MessageActions;
  onClose: () => void;
}

export function DeleteDialog({ row, actions, onClose }: MessageDialogProps) {
  return (
    <Modal title={texts.message.deleteThis()} onClose={onClose}>
      {(close) => (
        <ActionForm
          grave
          action={texts.message.delete()}
          onCancel={close}
          onSubmit={async () => {
            close();
            actions.messenger.change.remove(row);
          }}
        >
          <p class="excerpt" dir="auto">
            {messageLine(row)}
          </p>
          <p class="hint">{consequence(row, actions)}</p>
        </ActionForm>
      )}
    </Modal>
  );
}

function consequence({ seq }: Row, { isOwn, isRoom }: MessageActions): string {
  if (seq === null) return texts.message.deleteUnsent();
  if (isRoom) return texts.rooms.deleteForAll();
  return isOwn ? texts.message.deleteNote() : texts.message.deleteForBoth();
}
