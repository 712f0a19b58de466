/** The buttons of a conversation: they lead to a day, open the files and the pinned messages, and block the peer. */
import { type Signal, useSignal } from '@preact/signals';
import { CalendarSearch, Files, Pin } from 'lucide';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { later } from '../kit/later.tsx';
import { useFoundWords } from '../search/found-words.ts';
import { useWantedMessage } from '../search/wanted-message.ts';
import { BlockButton } from './block-button.tsx';
import type { MessageActions } from './message-actions.ts';
import './peer-buttons.css';

const FilesPanel = later(async () => (await import('../files/files-panel.tsx')).FilesPanel, { asked: true });
const PinnedDialog = later(async () => (await import('./pinned-dialog.tsx')).PinnedDialog, { asked: true });
const DateDialog = later(async () => (await import('./date-dialog.tsx')).DateDialog, { asked: true });

interface Props {
  actions: MessageActions;
  canBlock: boolean;
}

export function PeerButtons({ actions, canBlock }: Props) {
  const files = useSignal(false);
  const pinned = useSignal(false);
  const date = useSignal(false);
  useWantedMessage(actions);
  useFoundWords(actions);
  const { messenger, conversation } = actions;
  return (
    <>
      {messenger.features.value.includes('search') && (
        <OpenButton open={date} of={CalendarSearch} name="to-date" label={texts.search.jumpToDate()} />
      )}
      {messenger.features.value.includes('files') && (
        <OpenButton open={files} of={Files} name="shared-files" label={texts.files.sharedFiles()} />
      )}
      <OpenButton open={pinned} of={Pin} name="pinned" label={texts.message.pinnedMessages()} />
      {canBlock && (
        <div class="block">
          <BlockButton messenger={messenger} username={conversation.peer} />
        </div>
      )}
      {date.value && <DateDialog actions={actions} onClose={() => (date.value = false)} />}
      {files.value && <FilesPanel actions={actions} onClose={() => (files.value = false)} />}
      {pinned.value && <PinnedDialog actions={actions} onClose={() => (pinned.value = false)} />}
    </>
  );
}

interface ButtonProps {
  open: Signal<boolean>;
  of: Parameters<typeof Icon>[0]['of'];
  name: string;
  label: string;
}

function OpenButton({ open, of, name, label }: ButtonProps) {
  return (
    <button
      type="button"
      class={`icon-button ${name}`}
      aria-label={label}
      title={label}
      aria-haspopup="dialog"
      onClick={() => (open.value = true)}
    >
      <Icon of={of} />
    </button>
  );
}
