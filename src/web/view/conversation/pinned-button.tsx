/** The button in the header that opens the pinned messages. */
import { useSignal } from '@preact/signals';
import { Pin } from 'lucide';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { later } from '../kit/later.tsx';
import type { MessageActions } from './message-actions.ts';

const PinnedDialog = later(async () => (await import('./pinned-dialog.tsx')).PinnedDialog);

export function PinnedButton({ actions }: { actions: MessageActions }) {
  const open = useSignal(false);
  return (
    <>
      <button
        type="button"
        class="icon-button pinned"
        aria-label={texts.conversation.pinnedMessages()}
        title={texts.conversation.pinnedMessages()}
        aria-haspopup="dialog"
        onClick={() => (open.value = true)}
      >
        <Icon of={Pin} />
      </button>
      {open.value && <PinnedDialog actions={actions} onClose={() => (open.value = false)} />}
    </>
  );
}
