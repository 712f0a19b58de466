/** The actions of a conversation: its buttons, and the menu of all of them. */
import { EllipsisVertical } from 'lucide';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { later } from '../kit/later.tsx';
import { MenuButton } from '../kit/menu-button.tsx';
import type { MessageActions } from './message-actions.ts';

const PeerButtons = later(async () => (await import('./peer-buttons.tsx')).PeerButtons, { unseen: true });
const PeerCommands = later(async () => (await import('./peer-commands.tsx')).PeerCommands, {
  preload: true,
  asked: true,
});

interface Props {
  actions: MessageActions;
  canBlock: boolean;
}

export function PeerTools({ actions, canBlock }: Props) {
  const press = (tool: string) => document.querySelector<HTMLElement>(`.peer ${tool}`)?.click();
  const commands = { press, actions, canBlock };
  return (
    <div class="peer-tools">
      <PeerButtons actions={actions} canBlock={canBlock} />
      <MenuButton
        label={texts.conversation.conversationActions()}
        class="icon-button"
        menu={PeerCommands}
        commands={commands}
      >
        <Icon of={EllipsisVertical} />
      </MenuButton>
    </div>
  );
}
