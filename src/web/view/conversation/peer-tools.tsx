/** The actions of a conversation: the files, the pinned messages, the menu of all of them, and Block. */
import { EllipsisVertical } from 'lucide';
import { useRef } from 'preact/hooks';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { later } from '../kit/later.tsx';
import { MenuButton } from '../kit/menu-button.tsx';
import { BlockButton } from './block-button.tsx';
import type { MessageActions } from './message-actions.ts';
import { PinnedButton } from './pinned-button.tsx';

const FilesButton = later(async () => (await import('./files-button.tsx')).FilesButton, { unseen: true });
const PeerCommands = later(async () => (await import('./peer-commands.tsx')).PeerCommands, { preload: true });

interface Props {
  actions: MessageActions;
  canBlock: boolean;
}

export function PeerTools({ actions, canBlock }: Props) {
  const { messenger, conversation } = actions;
  const tools = useRef<HTMLDivElement>(null);
  const press = (tool: string) => tools.current?.querySelector<HTMLElement>(tool)?.click();
  const hasFiles = messenger.features.value.includes('files');
  const commands = { press, actions, canBlock };
  return (
    <div class="peer-tools" ref={tools}>
      {hasFiles && <FilesButton actions={actions} />}
      <PinnedButton actions={actions} />
      <MenuButton
        label={texts.conversation.conversationActions()}
        class="icon-button"
        menu={PeerCommands}
        commands={commands}
      >
        <Icon of={EllipsisVertical} />
      </MenuButton>
      {canBlock && (
        <div class="block">
          <BlockButton messenger={messenger} username={conversation.peer} />
        </div>
      )}
    </div>
  );
}
