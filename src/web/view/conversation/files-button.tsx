/** The button in the header that opens the files of the conversation. */
import { useSignal } from '@preact/signals';
import { Files } from 'lucide';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { later } from '../kit/later.tsx';
import type { MessageActions } from './message-actions.ts';

const FilesPanel = later(async () => (await import('../files/files-panel.tsx')).FilesPanel);

export function FilesButton({ actions }: { actions: MessageActions }) {
  const open = useSignal(false);
  return (
    <>
      <button
        type="button"
        class="icon-button shared-files"
        aria-label={texts.conversation.sharedFiles()}
        title={texts.conversation.sharedFiles()}
        aria-haspopup="dialog"
        onClick={() => (open.value = true)}
      >
        <Icon of={Files} />
      </button>
      {open.value && <FilesPanel actions={actions} onClose={() => (open.value = false)} />}
    </>
  );
}
