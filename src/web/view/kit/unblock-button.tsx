/** A button that unblocks a user, and shows why that failed. */
import { useSignal } from '@preact/signals';
import type { Ref } from 'preact';
import type { Messenger } from '../../model/messenger.ts';
import { WireFailure } from '../../model/wire-failure.ts';

interface Props {
  messenger: Messenger;
  username: string;
  button?: Ref<HTMLButtonElement>;
}

export function UnblockButton({ messenger, username, button = null }: Props) {
  const failure = useSignal('');
  const unblock = async () => {
    try {
      await messenger.blocks.unblock(username);
    } catch (error) {
      failure.value = WireFailure.from(error).message;
    }
  };
  return (
    <>
      <button type="button" class="plain" aria-label={`Unblock ${username}`} onClick={unblock} ref={button}>
        Unblock
      </button>
      {failure.value && (
        <span role="alert" class="refusal">
          {failure.value}
        </span>
      )}
    </>
  );
}
