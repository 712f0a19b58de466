/** Lifts a block; says why when it cannot. */
import { useSignal } from '@preact/signals';
import type { Messenger } from '../model/messenger.ts';
import { WireFailure } from '../model/wire-failure.ts';

export function UnblockButton({ messenger, username }: { messenger: Messenger; username: string }) {
  const failure = useSignal('');
  const unblock = () =>
    messenger.blocks.unblock(username).catch((error) => {
      failure.value = WireFailure.from(error).message;
    });
  return (
    <>
      <button type="button" class="plain" aria-label={`Unblock ${username}`} onClick={unblock}>
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
