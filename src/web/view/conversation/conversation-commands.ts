/** The commands of a conversation that its header and the lists offer: unread or read, muted or not, archived or not. */
import { Archive, ArchiveRestore, Bell, BellOff, Clock, MailCheck, MailOpen } from 'lucide';
import { archiveOf } from '../../model/archived-conversations.ts';
import { failureText } from '../../model/failure-text.ts';
import { mute } from '../../model/mute-request.ts';
import { isMuted } from '../../model/muting.ts';
import { markRead, newestOf } from '../../model/unread-request.ts';
import { texts } from '../../texts/texts.ts';
import { leaveView } from '../kit/location.ts';
import type { MenuEntry } from '../kit/menu.tsx';
import type { Commanded } from './commanded.ts';
import { markAndLeave } from './mark-unread.ts';

export function conversationCommands(commanded: Commanded): MenuEntry[] {
  return [
    ...unreadEntries(commanded),
    ...(commanded.isOwn ? [] : muteEntries(commanded)),
    ...archiveEntries(commanded),
  ];
}

function unreadEntries(commanded: Commanded): MenuEntry[] {
  const { messenger, conversation, isOwn, blocked } = commanded;
  const seq = isOwn || blocked ? null : newestOf(conversation);
  const hasUnread = conversation.unread.value > 0;
  // The user may have seen a part of an open one.
  const hasRead = !hasUnread || messenger.open.value === conversation;
  return [
    ...(hasUnread
      ? [{ label: texts.message.markRead(), icon: MailCheck, act: () => markRead(messenger, conversation) }]
      : []),
    ...(hasRead && seq !== null
      ? [{ label: texts.message.markUnread(), icon: MailOpen, act: () => void markAndLeave(commanded, seq) }]
      : []),
  ];
}

function muteEntries({ messenger, conversation, tell }: Commanded): MenuEntry[] {
  const change = (hours: number | null) =>
    void mute(messenger, conversation, hours).catch(() => tell(texts.message.notChanged()));
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

/** A user who archives a conversation is done with it: it is closed. The server archives none without a message. */
function archiveEntries({ messenger, conversation, tell }: Commanded): MenuEntry[] {
  if (conversation.last.value === null) return [];
  const move = (on: boolean) => archiveOf(messenger).move(conversation, on);
  const fail = (error: unknown) => tell(failureText(error));
  if (conversation.archived.value) {
    return [{ label: texts.message.unarchive(), icon: ArchiveRestore, act: () => void move(false).catch(fail) }];
  }
  const leave = () => {
    if (messenger.open.peek() === conversation) leaveArchived();
  };
  return [{ label: texts.message.archive(), icon: Archive, act: () => void move(true).then(leave, fail) }];
}

/** The focus stays near the place that the lists show. */
function leaveArchived(): void {
  leaveView();
  const lists = document.getElementById('lists');
  const top = lists?.getBoundingClientRect().top ?? 0;
  const links = [...(lists?.querySelectorAll('a') ?? [])];
  links.find((link) => link.getBoundingClientRect().top >= top)?.focus({ preventScroll: true });
}
