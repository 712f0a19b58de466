/** A button that unblocks a user, and shows why that failed. */
import { useSignal } from '@preact/signals';
import type { Ref } from 'preact';
import { lateFailureText } from '../../model/late-failure-text.ts';
import type { Messenger } from '../../model/messenger.ts';
import { texts } from '../../texts/texts.ts';

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
      failure.value = await lateFailureText(error);
    }
  };
  return (
    <>
      <button
        type="button"
        class="plain"
        aria-label={texts.blocks.unblockUser({ name: messenger.users.get(username).displayName })}
        onClick={unblock}
        ref={button}
      >
        {texts.blocks.unblock()}
      </button>
      {failure.value && (
        <span role="alert" class="refusal">
          {failure.value}
        </span>
      )}
    </>
  );
}
