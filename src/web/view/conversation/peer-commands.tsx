/** The commands of the menu in the header of a conversation. */
import { Ban, CalendarSearch, Files, Pin, Search, Users } from 'lucide';
import { texts } from '../../texts/texts.ts';
import { Menu } from '../kit/menu.tsx';
import type { MenuPlace } from '../kit/menu-button.tsx';
import { searchIn } from '../search/open-search.ts';
import { conversationCommands } from './conversation-commands.ts';
import type { MessageActions } from './message-actions.ts';

export interface PeerActions {
  /** Presses the button of the header that this selector finds. */
  press: (tool: string) => void;
  /** False in the notes to oneself, and while the peer is blocked. */
  canBlock: boolean;
  actions: MessageActions;
}

export function PeerCommands({ press, canBlock, actions, ...place }: PeerActions & MenuPlace) {
  const features = actions.messenger.features.value;
  const { sharedFiles } = texts.files;
  const entries = [
    ...(features.includes('search') ? searchEntries(actions, press) : []),
    ...(features.includes('files') ? [{ label: sharedFiles(), icon: Files, act: () => press('.shared-files') }] : []),
    ...memberEntries(actions, press),
    { label: texts.message.pinnedMessages(), icon: Pin, act: () => press('.pinned') },
    ...conversationCommands(actions),
    ...(canBlock ? [{ label: texts.blocks.block(), icon: Ban, grave: true, act: () => press('.block > button') }] : []),
  ];
  return <Menu label={texts.conversation.conversationActions()} entries={entries} {...place} />;
}

function searchEntries({ messenger, conversation }: MessageActions, press: PeerActions['press']) {
  return [
    { label: texts.search.searchHere(), icon: Search, act: () => searchIn(messenger, conversation.peer) },
    { label: texts.search.jumpToDate(), icon: CalendarSearch, act: () => press('.to-date') },
  ];
}

function memberEntries({ isRoom, conversation }: MessageActions, press: PeerActions['press']) {
  if (!isRoom) return [];
  const label = conversation.room.peek()?.lobby ? texts.rooms.onlineList() : texts.rooms.memberList();
  return [{ label, icon: Users, act: () => press('.line-button') }];
}
