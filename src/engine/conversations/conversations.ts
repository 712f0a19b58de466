/** The list of a user's conversations, newest activity first. */

import type { ConversationQuery } from '../../protocol/events.ts';
import { archivedCountMax, limits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { Conversation, ConversationPage, User } from '../../protocol/shapes.ts';
import type { People } from '../people/people.ts';
import type { ArchiveStore } from '../ports/archive-port.ts';
import type { ConversationCursor, ConversationEntry, ConversationStore } from '../ports/conversation-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { PrivacyCache } from '../settings/privacy-cache.ts';
import { toMutedUntil } from './mutes.ts';
import { fitPage } from './page-bytes.ts';
import { toOwnReceipts, toReceipts } from './receipts.ts';
import { pairNaming, previewOf, toMessage } from './wire-message.ts';

export type Conversations = ReturnType<typeof createConversations>;

export function createConversations(
  store: ConversationStore,
  archives: ArchiveStore,
  people: People,
  privacy: PrivacyCache,
) {
  async function list(caller: Caller, query: ConversationQuery): Promise<ConversationPage> {
    const { cursor, limit = limits.pageDefault, preview = false, archived = false } = query;
    const after = cursor === undefined ? null : parseCursor(cursor);
    const isFirst = !archived && after === null;
    const [found, archivedCount] = await Promise.all([
      store.list(caller.id, { after, limit: limit + 1, archived }),
      isFirst ? archives.count(caller.id, archivedCountMax) : null,
    ]);
    const page = found.slice(0, limit);
    const peers = await people.present(
      caller.id,
      page.map((entry) => entry.peer),
      new Map(page.flatMap(({ peer, peers: { frozen } }) => (frozen ? [[peer.id, frozen]] : []))),
    );
    const hiding = await privacy.hiding('readReceipts', [caller.id, ...page.map(({ peer }) => peer.id)]);
    const isTold = (peer: UserId) => !hiding.has(caller.id) && !hiding.has(peer);
    const shown = page.map((entry, index) =>
      toConversation(caller, entry, peers[index] as User, isTold(entry.peer.id)),
    );
    const conversations = fitPage(preview ? shown.map(withPreview) : shown);
    const last = found.length > conversations.length ? page[conversations.length - 1] : undefined;
    return {
      conversations,
      ...(archivedCount === null ? {} : { archived: archivedCount }),
      next: last ? formatCursor({ lastMessageAt: last.lastMessageAt, channelId: last.conversation.id }) : null,
    };
  }

  return { list };
}

function toConversation(caller: Caller, entry: ConversationEntry, ...[peer, isTold]: [User, boolean]): Conversation {
  const mutedUntil = toMutedUntil(entry.mutedUntil);
  return {
    channelId: entry.conversation.id,
    peer,
    lastMessage: toMessage(entry.lastMessage, pairNaming(caller, { id: entry.peer.id, username: peer.username })),
    unread: entry.unread,
    ...(entry.peer.id === caller.id
      ? toOwnReceipts(entry.conversation.lastSeq)
      : toReceipts([entry.mine, entry.peers], caller.id, isTold)),
    rev: entry.conversation.rev,
    ...(mutedUntil === null ? {} : { mutedUntil }),
    ...(entry.isArchived ? { archived: true } : {}),
    ...(entry.unreadFrom > 0 ? { unreadFrom: entry.unreadFrom } : {}),
  };
}

/** Cuts the body of the last message to the length that a list shows. */
function withPreview(conversation: Conversation): Conversation {
  const { lastMessage } = conversation;
  return lastMessage ? { ...conversation, lastMessage: previewOf(lastMessage) } : conversation;
}

/** The last time that a column can hold: the end of the year 9999. */
const timeMax = 253_402_300_799_999;

const formatCursor = ({ lastMessageAt, channelId }: ConversationCursor) => `${lastMessageAt.getTime()}_${channelId}`;

function parseCursor(cursor: string): ConversationCursor {
  const [, time = '', channelId = ''] = /^(\d{1,15})_([\w-]{1,32})$/.exec(cursor) ?? [];
  if (channelId === '' || Number(time) > timeMax) {
    throw new Refusal('invalid_input', 'The cursor is not valid.', {
      fields: { cursor: 'must be the `next` of the page before' },
    });
  }
  return { lastMessageAt: new Date(Number(time)), channelId };
}
