/** The commands of the menu in the header of a conversation. */
import {
  Archive,
  ArchiveRestore,
  Ban,
  Bell,
  BellOff,
  CalendarSearch,
  Clock,
  Files,
  MailOpen,
  Pin,
  Search,
  Users,
} from 'lucide';
import { archiveOf } from '../../model/archived-conversations.ts';
import { failureText } from '../../model/failure-text.ts';
import { mute } from '../../model/mute-request.ts';
import { isMuted } from '../../model/muting.ts';
import { newestOf } from '../../model/unread-request.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../kit/announcer.tsx';
import { leaveView } from '../kit/location.ts';
import { Menu } from '../kit/menu.tsx';
import type { MenuPlace } from '../kit/menu-button.tsx';
import { searchIn } from '../search/open-search.ts';
import { markAndLeave } from './mark-unread.ts';
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
    ...unreadEntries(actions),
    ...(actions.isOwn ? [] : muteEntries(actions)),
    ...archiveEntries(actions),
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

function unreadEntries(actions: MessageActions) {
  const seq = newestOf(actions.conversation);
  if (seq === null || actions.isOwn || actions.blocked) return [];
  return [{ label: texts.message.markUnread(), icon: MailOpen, act: () => void markAndLeave(actions, seq) }];
}

function muteEntries({ messenger, conversation }: MessageActions) {
  const change = (hours: number | null) =>
    void mute(messenger, conversation, hours).catch(() => announce(texts.message.notChanged()));
  if (isMuted(conversation.mutedUntil.value))
    return [{ label: texts.message.unmute(), icon: Bell, act: () => change(0) }];
  return [
    { label: texts.message.mute(), icon: BellOff, act: () => change(null) },
    ...[1, 8].map((hours) => ({
      label: texts.message.muteForHours({ hours }),
      icon: Clock,
      act: () => change(hours),
    })),
  ];
}

/** The focus stays near the place that the lists show. */
function leaveArchived(): void {
  leaveView();
  const lists = document.getElementById('lists');
  const top = lists?.getBoundingClientRect().top ?? 0;
  const links = [...(lists?.querySelectorAll('a') ?? [])];
  links.find((link) => link.getBoundingClientRect().top >= top)?.focus({ preventScroll: true });
}

/** A user who archives a conversation is done with it: it is closed. One without a message is in no list. */
function archiveEntries(actions: MessageActions) {
  const { messenger, conversation } = actions;
  if (conversation.last.value === null) return [];
  const move = (on: boolean) => archiveOf(messenger).move(conversation, on);
  const tell = (error: unknown) => actions.tell(failureText(error));
  if (conversation.archived.value) {
    return [{ label: texts.message.unarchive(), icon: ArchiveRestore, act: () => void move(false).catch(tell) }];
  }
  const act = () => void move(true).then(leaveArchived, tell);
  return [{ label: texts.message.archive(), icon: Archive, act }];
}
