/** Blocks the peer, after saying what that means. */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Messenger } from '../model/messenger.ts';
import { WireFailure } from '../model/wire-failure.ts';

export function BlockButton({ messenger, username }: { messenger: Messenger; username: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const failure = useSignal('');
  const block = async () => {
    try {
      await messenger.blocks.block(username);
      dialog.current?.close();
    } catch (error) {
      failure.value = WireFailure.from(error).message;
    }
  };
  return (
    <>
      <button type="button" class="plain" aria-haspopup="dialog" onClick={() => dialog.current?.showModal()}>
        Block
      </button>
      <dialog ref={dialog} class="block-dialog" aria-labelledby="block-title" aria-describedby="block-text">
        <h2 id="block-title">Block {username}?</h2>
        <p id="block-text">
          Neither of you can write to the other, find the other, or see whether the other is online. What was written
          stays. You can unblock at any time.
        </p>
        {failure.value && (
          <p role="alert" class="refusal">
            {failure.value}
          </p>
        )}
        <div class="settings-actions">
          <button type="button" class="primary grave" onClick={block}>
            Block {username}
          </button>
          <button type="button" class="plain" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </div>
      </dialog>
    </>
  );
}
