/** Stores the index of the search of messages, and reads the messages that it leads to. */
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';
import type {
  FoundSegment,
  IndexState,
  MessageRange,
  SearchedMessage,
  SearchStore,
  SegmentQuery,
} from '../../engine/ports/search-port.ts';
import { peerOf } from '../conversations/conversation-members.ts';
import { type Database, placeholders } from '../database/database.ts';
import { saveIndex } from './index-rows.ts';

type Client = Database['client'];

/** The conversations of a user, each once: in notes to oneself both members are the same. */
const ownChannels = `(SELECT \`id\` FROM \`Channel\` WHERE \`lowId\` = ?
  UNION ALL SELECT \`id\` FROM \`Channel\` WHERE \`highId\` = ? AND \`lowId\` <> \`highId\`)`;

const isBehind = `c.\`lastSeq\` > COALESCE(p.\`upTo\`, 0) OR c.\`rev\` > COALESCE(p.\`rev\`, 0)`;

const stateColumns = `c.\`id\` AS \`channelId\`, c.\`lastSeq\`, c.\`rev\`,
  COALESCE(p.\`upTo\`, 0) AS \`upTo\`, COALESCE(p.\`rev\`, 0) AS \`indexedRev\``;

const withProgress = 'LEFT JOIN `SearchProgress` p ON p.`channelId` = c.`id`';

export function createSearchStore(database: Database): SearchStore {
  const { client } = database;
  return {
    behind: (userId, channelId, limit) => behind(client, userId, channelId, limit),
    lookThrough: (after, limit) => lookThrough(client, after, limit),
    states: (channelIds) => states(client, channelIds),
    changed: (state, limit) => changed(client, state, limit),
    save: (segments, before, reached) => saveIndex(database, segments, before, reached),
    segments: (query) => segments(database, query),
    messages: (ranges) => messages(database, ranges),
    peers: (userId, channelIds) => peers(client, userId, channelIds),
    async reset(channelIds) {
      const where = { channelId: { in: [...channelIds] } };
      await client.searchProgress.updateMany({ where, data: { upTo: 0, rev: 0 } });
    },
  };
}

async function behind(client: Client, userId: UserId, channelId: ConversationId | null, limit: number) {
  const [from, ids] = channelId === null ? [ownChannels, [userId, userId]] : ['(SELECT ? AS `id`)', [channelId]];
  const rows = await client.$queryRawUnsafe<{ id: ConversationId }[]>(
    `SELECT c.\`id\` FROM ${from} o JOIN \`Channel\` c ON c.\`id\` = o.\`id\` ${withProgress}
     WHERE ${isBehind} ORDER BY c.\`lastMessageAt\` DESC LIMIT ?`,
    ...ids,
    limit,
  );
  return rows.map(({ id }) => id);
}

async function lookThrough(client: Client, after: ConversationId, limit: number) {
  const ids = await client.channel.findMany({
    where: { id: { gt: after } },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true },
  });
  const found = await states(
    client,
    ids.map(({ id }) => id),
  );
  return {
    all: ids.map(({ id }) => id),
    behind: found
      .filter(({ lastSeq, rev, upTo, indexedRev }) => lastSeq > upTo || rev > indexedRev)
      .map(({ channelId }) => channelId),
    last: ids.length < limit ? null : (ids.at(-1)?.id ?? null),
  };
}

async function states(client: Client, channelIds: readonly ConversationId[]): Promise<IndexState[]> {
  if (channelIds.length === 0) return [];
  const sql = `SELECT ${stateColumns} FROM \`Channel\` c ${withProgress} WHERE c.\`id\` IN (${placeholders(channelIds.length)})`;
  const rows = await client.$queryRawUnsafe<IndexState[]>(sql, ...channelIds);
  return rows.map(({ channelId, lastSeq, rev, upTo, indexedRev }) => ({
    channelId,
    lastSeq: Number(lastSeq),
    rev: Number(rev),
    upTo: Number(upTo),
    indexedRev: Number(indexedRev),
  }));
}

function changed(client: Client, { channelId, indexedRev }: IndexState, limit: number) {
  const isWritten = [{ editedAt: { not: null } }, { deletedAt: { not: null } }];
  return client.changedMessage.findMany({
    where: { channelId, rev: { gt: indexedRev }, OR: isWritten },
    orderBy: { rev: 'asc' },
    take: limit,
    select: { seq: true, rev: true },
  });
}

/** A byte of the filter is asked in SQL, so that only segments come over the line that may have what is searched. */
async function segments({ client, dialect }: Database, query: SegmentQuery): Promise<FoundSegment[]> {
  const { userId, channelId, probes, sentFrom, sentBefore, offset, limit } = query;
  const [from, ids] = channelId === null ? [ownChannels, [userId, userId]] : ['(SELECT ? AS `id`)', [channelId]];
  const tests = probes.map(({ place, bit }) => {
    const byte = dialect.byteValue(`SUBSTR(s.\`filter\`, 1 + (${place} % LENGTH(s.\`filter\`)), 1)`);
    return ` AND (${byte} & ${1 << bit}) <> 0`;
  });
  const rows = await client.$queryRawUnsafe<{ channelId: ConversationId; number: bigint; lastAt: bigint }[]>(
    `SELECT s.\`channelId\`, s.\`number\`, s.\`lastAt\` FROM ${from} o
     ${dialect.joinByKey('`SearchSegment` s')} ON s.\`channelId\` = o.\`id\`
     WHERE s.\`lastAt\` >= ? AND s.\`firstAt\` < ?${tests.join('')}
     ORDER BY s.\`lastAt\` DESC, s.\`channelId\` DESC, s.\`number\` DESC LIMIT ? OFFSET ?`,
    ...ids,
    sentFrom,
    sentBefore,
    limit,
    offset,
  );
  return rows.map((row) => ({ channelId: row.channelId, number: Number(row.number), lastAt: Number(row.lastAt) }));
}

async function messages({ client }: Database, ranges: readonly MessageRange[]): Promise<SearchedMessage[]> {
  if (ranges.length === 0) return [];
  const where = { OR: ranges.map(({ channelId, from, to }) => ({ channelId, seq: { gte: from, lte: to } })) };
  const columns = { channelId: true, seq: true, senderId: true, body: true, sentAt: true, fileCount: true } as const;
  const rows = await client.message.findMany({ where, select: columns });
  const names = rows.some(({ fileCount }) => fileCount !== null)
    ? await client.file.findMany({ where, select: { channelId: true, seq: true, name: true } })
    : [];
  const namesAt = new Map<string, string[]>();
  for (const { channelId, seq, name } of names) {
    const key = `${channelId} ${seq}`;
    namesAt.set(key, [...(namesAt.get(key) ?? []), name]);
  }
  return rows.map(({ fileCount, ...message }) => ({
    ...message,
    fileNames: fileCount === null ? [] : (namesAt.get(`${message.channelId} ${message.seq}`) ?? []),
  }));
}

async function peers(client: Client, userId: UserId, channelIds: readonly ConversationId[]) {
  const rows = await client.channel.findMany({
    where: { id: { in: [...channelIds] } },
    select: { id: true, lowId: true, highId: true },
  });
  return new Map(rows.map((row) => [row.id, peerOf(userId, row)]));
}
