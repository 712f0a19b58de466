/** Blocks the peer, after a dialog has explained the consequences. */
import type { Messenger } from '../../model/messenger.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { DialogButton } from '../kit/dialog-button.tsx';

export function BlockButton({ messenger, username }: { messenger: Messenger; username: string }) {
  return (
    <DialogButton label="Block" title={`Block ${username}?`}>
      {(close) => (
        <ActionForm
          grave
          action={`Block ${username}`}
          onSubmit={() => messenger.blocks.block(username)}
          onCancel={close}
        >
          <p>
            Neither of you can write to the other, find the other, or see whether the other is online. What was written
            stays. You can unblock at any time.
          </p>
        </ActionForm>
      )}
    </DialogButton>
  );
}
