/** Takes from the conversations what the browser keeps of them, within its limits. */
import { limits } from '../../protocol/limits.ts';
import type { ListedConversation, Message, User } from '../../protocol/shapes.ts';
import type { ConversationState } from './conversation-state.ts';
import { excerptOf } from './quoted-messages.ts';
import type { StoredLog } from './state-store.ts';
import { messageIn } from './timeline.ts';

export const stateLimits = {
  conversations: 200,
  archived: 50,
  logs: 50,
  messages: 100,
  /** In UTF-16 code units, of two bytes each: 50 logs take at most 10 MB. */
  logLength: 100_000,
};

/** Everything in a message that is not its text, about. */
const messageLength = 400;

/** Null when the messages at the end are not known, or not confirmed. */
export function logOf(conversation: ConversationState): StoredLog | null {
  const { peer, id, timeline, quoted, revision, readState, isStored } = conversation;
  const channelId = id.peek();
  const { loaded, middle, run } = timeline.peek();
  if (!loaded || middle || isStored || channelId === null) return null;
  const present = ({ replyTo }: Message) =>
    replyTo && (messageIn(timeline.peek(), replyTo.seq) ?? quoted.peek().get(replyTo.seq));
  const messages = newest(run).map((message) => withExcerpt(message, present(message)));
  return messages.length === 0 ? null : { peer, channelId, messages, rev: revision.at, readState: readState.peek() };
}

/** The quoted message may be older than the stored ones, so that nothing else tells of its change. */
function withExcerpt(message: Message, quoted: Message | undefined): Message {
  if (!quoted || !message.replyTo) return message;
  return { ...message, replyTo: { ...message.replyTo, excerpt: excerptOf(quoted) } };
}

function newest(run: readonly Message[]): readonly Message[] {
  let start = run.length;
  let length = 0;
  while (start > 0 && run.length - start < stateLimits.messages) {
    length += lengthOf(run[start - 1] as Message);
    if (length > stateLimits.logLength) break;
    start -= 1;
  }
  return run.slice(start);
}

function lengthOf({ body, reactions = [], files }: Message): number {
  const people = reactions.reduce((sum, { by }) => sum + by.join().length + messageLength / 10, 0);
  const ofFiles = files ? JSON.stringify(files).length : 0;
  return messageLength + body.length + people + ofFiles + limits.excerptLength;
}

/** @param user - the peer as the page knows it; whether it is online is not kept. */
export function summaryOf(conversation: ConversationState, user: User): ListedConversation | null {
  const { id, last, unread, revision, mutedUntil, archived } = conversation;
  const channelId = id.peek();
  const lastMessage = last.peek();
  const room = conversation.room.peek();
  const { ownReadSeq, peerReadSeq, peerDeliveredSeq } = conversation.readState.peek();
  if (channelId === null || !(lastMessage ?? room)) return null;
  return {
    channelId,
    ...(room ? { kind: 'room', room } : { kind: 'pair', peer: { ...user, online: false } }),
    lastMessage: lastMessage && { ...lastMessage, body: excerptOf(lastMessage) },
    unread: unread.peek(),
    read: { me: ownReadSeq, peer: peerReadSeq },
    delivered: { peer: peerDeliveredSeq },
    rev: revision.at,
    ...(mutedUntil.peek() === null ? {} : { mutedUntil: mutedUntil.peek() ?? '' }),
    ...(archived.peek() ? { archived: true } : {}),
  };
}
