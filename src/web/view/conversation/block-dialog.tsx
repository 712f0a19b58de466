/** Explains what a block does, and blocks the peer. */

import type { Messenger } from '../../model/messenger.ts';
import { texts } from '../../texts/texts.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { Modal } from '../kit/modal.tsx';
import { BlockedNote } from './late-blocked-note.ts';

interface Props {
  messenger: Messenger;
  username: string;
  onClose: () => void;
}

export function BlockDialog({ messenger, username, onClose }: Props) {
  const name = messenger.users.get(username).displayName;
  return (
    <Modal title={texts.message.blockThem({ name })} onClose={onClose}>
      {(close) => (
        <ActionForm
          grave
          action={texts.message.blockName({ name })}
          onSubmit={async () => {
            // The note takes the focus at once.
            await BlockedNote.load().catch(() => {});
            await messenger.blocks.block(username);
          }}
          onCancel={close}
        >
          <p>{texts.message.blockMeans()}</p>
        </ActionForm>
      )}
    </Modal>
  );
}
