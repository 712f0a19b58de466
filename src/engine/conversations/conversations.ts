/** The list of a user's conversations, newest activity first. */

import type { ConversationQuery } from '../../protocol/events.ts';
import { archivedCountMax, limits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { Conversation, ConversationPage, User } from '../../protocol/shapes.ts';
import type { Usernames } from '../people/known-usernames.ts';
import type { People } from '../people/people.ts';
import type { ArchiveStore } from '../ports/archive-port.ts';
import type {
  ConversationCursor,
  ConversationEntry,
  ConversationListQuery,
  ConversationStore,
} from '../ports/conversation-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import { lobbyId, type RoomStore } from '../ports/room-port.ts';
import type { Lobby } from '../rooms/lobby.ts';
import { type RoomList, toRoomConversation } from '../rooms/room-list.ts';
import type { PrivacyCache } from '../settings/privacy-cache.ts';
import { toMutedUntil } from './mutes.ts';
import { fitPage } from './page-bytes.ts';
import { toOwnReceipts, toReceipts } from './receipts.ts';
import { pairNaming, previewOf, toMessage } from './wire-message.ts';

export type Conversations = ReturnType<typeof createConversations>;

export interface ListParts {
  conversations: ConversationStore;
  archives: ArchiveStore;
  people: People;
  privacy: PrivacyCache;
  rooms: RoomStore;
  usernames: Usernames;
  lobby: Lobby;
}

/** An entry of the list, of two or a room, with its place in it. */
interface Listed {
  cursor: ConversationCursor;
  shown: ConversationPage['conversations'][number];
}

export function createConversations(parts: ListParts) {
  const { archives } = parts;

  async function list(caller: Caller, query: ConversationQuery): Promise<ConversationPage> {
    const { cursor, limit = limits.pageDefault, preview = false, archived = false } = query;
    const after = cursor === undefined ? null : parseCursor(cursor);
    const isFirst = !archived && after === null;
    const asked = { after, limit: limit + 1, archived };
    const [pairs, rooms, archivedCount] = await Promise.all([
      listPairs(parts, caller, asked),
      query.rooms ? listRooms(parts, caller, asked) : [],
      isFirst ? archives.count(caller.id, archivedCountMax) : null,
    ]);
    const found = [...pairs, ...rooms].sort(byActivity);
    const page = found.slice(0, limit);
    const shown = page.map((entry) => (preview ? withPreview(entry.shown) : entry.shown));
    const conversations = fitPage(shown);
    const last = found.length > conversations.length ? page[conversations.length - 1] : undefined;
    return {
      conversations,
      ...(archivedCount === null ? {} : { archived: archivedCount }),
      next: last ? formatCursor(last.cursor) : null,
    };
  }

  return { list };
}

async function listPairs(
  { conversations, people, privacy }: ListParts,
  caller: Caller,
  asked: ConversationListQuery,
): Promise<Listed[]> {
  const page = await conversations.list(caller.id, asked);
  const peers = await people.present(
    caller.id,
    page.map((entry) => entry.peer),
    new Map(page.flatMap(({ peer, peers: { frozen } }) => (frozen ? [[peer.id, frozen]] : []))),
  );
  const hiding = await privacy.hiding('readReceipts', [caller.id, ...page.map(({ peer }) => peer.id)]);
  const isTold = (peer: UserId) => !hiding.has(caller.id) && !hiding.has(peer);
  return page.map((entry, index) => ({
    cursor: cursorOf(entry),
    shown: toConversation(caller, entry, peers[index] as User, isTold(entry.peer.id)),
  }));
}

async function listRooms(parts: RoomList, caller: Caller, asked: ConversationListQuery): Promise<Listed[]> {
  const hidden = parts.lobby.isOn ? {} : { except: lobbyId };
  await parts.lobby.join(caller.id);
  const page = await parts.rooms.list(caller.id, { ...asked, ...hidden });
  return Promise.all(
    page.map(async (entry) => ({ cursor: cursorOf(entry), shown: await toRoomConversation(parts, entry) })),
  );
}

const cursorOf = ({ lastMessageAt, conversation }: Pick<ConversationEntry, 'lastMessageAt' | 'conversation'>) => ({
  lastMessageAt,
  channelId: conversation.id,
});

const byActivity = ({ cursor: a }: Listed, { cursor: b }: Listed) =>
  b.lastMessageAt.getTime() - a.lastMessageAt.getTime() || (a.channelId < b.channelId ? 1 : -1);

function toConversation(caller: Caller, entry: ConversationEntry, ...[peer, isTold]: [User, boolean]): Conversation {
  const mutedUntil = toMutedUntil(entry.mutedUntil);
  return {
    channelId: entry.conversation.id,
    kind: 'pair',
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
function withPreview(conversation: Listed['shown']): Listed['shown'] {
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
