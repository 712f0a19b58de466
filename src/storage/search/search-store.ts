/** Stores the index of the search of messages, and reads the messages that it leads to. */
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';
import type {
  FoundSegment,
  IndexState,
  Peer,
  RecentConversations,
  SearchStore,
  SegmentQuery,
} from '../../engine/ports/search-port.ts';
import { isBehind } from '../../engine/ports/search-segment.ts';
import { type Database, placeholders } from '../database/database.ts';
import type { Dialect } from '../database/dialect.ts';
import { saveIndex } from './index-rows.ts';
import { searchedMessages } from './searched-messages.ts';

type Client = Database['client'];

/** The conversations of a user, each once: in notes to oneself both members are the same. */
const ownChannels = `(SELECT \`id\` FROM \`Channel\` WHERE \`lowId\` = ?
  UNION ALL SELECT \`id\` FROM \`Channel\` WHERE \`highId\` = ? AND \`lowId\` <> \`highId\`)`;

const stateColumns = `c.\`id\` AS \`channelId\`, c.\`lastSeq\`, c.\`rev\`,
  COALESCE(p.\`upTo\`, 0) AS \`upTo\`, COALESCE(p.\`rev\`, 0) AS \`indexedRev\``;

const withProgress = 'LEFT JOIN `SearchProgress` p ON p.`channelId` = c.`id`';

export function createSearchStore(database: Database): SearchStore {
  const { client } = database;
  return {
    recent: (userId, limit, rooms = false, except = '') => recentOf(database, { userId, limit, rooms, except }),
    lookThrough: (after, limit) => lookThrough(client, after, limit),
    states: (channelIds) => states(client, channelIds),
    changed: (state, limit) => changed(client, state, limit),
    save: (segments, before, reached) => saveIndex(database, segments, before, reached),
    segments: (query) => segments(database, query),
    messages: (ranges, test) => searchedMessages(database, ranges, test),
    peers: (userId, channelIds) => peers(client, userId, channelIds),
    async reset(channelIds) {
      const where = { channelId: { in: [...channelIds] } };
      await client.searchProgress.updateMany({ where, data: { upTo: 0, rev: 0 } });
    },
  };
}

type Side = 'lowId' | 'highId';

type RecentRow = IndexState & { activeSecond: bigint; side: Side | 'room'; peerId: string | null; username: string };

/** Literals of this file, never of a caller. */
const recentHalf = (side: Side, other: Side) => `SELECT ${side}.*, u.\`id\` AS \`peerId\`, u.\`username\` FROM (
  SELECT ${stateColumns}, c.\`activeSecond\`, '${side}' AS \`side\`, c.\`${other}\` AS \`other\` FROM \`Channel\` c ${withProgress}
  WHERE c.\`${side}\` = ? AND c.\`activeSecond\` IS NOT NULL ORDER BY c.\`activeSecond\` DESC LIMIT ?) ${side}
  LEFT JOIN \`User\` u ON u.\`id\` = ${side}.\`other\` AND u.\`deletedAt\` IS NULL`;

/** A user is `low` in some conversations and `high` in others; each half is a range of its own index, and so are the rooms. */
const recentSql = `${recentHalf('lowId', 'highId')} UNION ALL ${recentHalf('highId', 'lowId')}`;

const recentRooms = (dialect: Dialect) => `SELECT room.*, NULL AS \`peerId\`, NULL AS \`username\` FROM (
  SELECT ${stateColumns}, c.\`activeSecond\`, 'room' AS \`side\`, NULL AS \`other\`
  FROM \`Member\` m ${dialect.joinByKey('`Channel` c')} ON c.\`id\` = m.\`channelId\` ${withProgress}
  WHERE m.\`userId\` = ? AND m.\`role\` > 0 AND m.\`channelId\` <> ? AND c.\`activeSecond\` IS NOT NULL ORDER BY c.\`activeSecond\` DESC LIMIT ?) room`;

interface RecentQuery {
  userId: UserId;
  limit: number;
  rooms: boolean;
  except: ConversationId;
}

async function recentOf(
  { client, dialect }: Database,
  { userId, limit, rooms, except }: RecentQuery,
): Promise<RecentConversations> {
  const sql = rooms ? `${recentSql} UNION ALL ${recentRooms(dialect)}` : recentSql;
  const values = [userId, limit, userId, limit, ...(rooms ? [userId, except, limit] : [])];
  const rows = await client.$queryRawUnsafe<RecentRow[]>(sql, ...values);
  rows.sort((one, other) => Number(other.activeSecond) - Number(one.activeSecond));
  const halves = (['lowId', 'highId', 'room'] as const).map((side) => rows.filter((row) => row.side === side));
  const ends = halves.flatMap((half) => (half.length < limit ? [] : half.slice(-1)));
  const lastSecond = Math.max(...ends.map(({ activeSecond }) => Number(activeSecond)));
  return {
    // Notes to oneself are in both halves.
    states: [...new Map(rows.map((row) => [row.channelId, asState(row)])).values()],
    peers: new Map(rows.flatMap(recentPeer)),
    othersBefore: ends.length === 0 ? null : (lastSecond + 1) * 1_000,
  };
}

function recentPeer({ channelId, side, peerId, username }: RecentRow): [ConversationId, Peer | null][] {
  if (side === 'room') return [[channelId, null]];
  return peerId === null ? [] : [[channelId, { id: peerId, username }]];
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
    behind: found.filter(isBehind).map(({ channelId }) => channelId),
    last: ids.length < limit ? null : (ids.at(-1)?.id ?? null),
  };
}

async function states(client: Client, channelIds: readonly ConversationId[]): Promise<IndexState[]> {
  if (channelIds.length === 0) return [];
  const sql = `SELECT ${stateColumns} FROM \`Channel\` c ${withProgress} WHERE c.\`id\` IN (${placeholders(channelIds.length)})`;
  return (await client.$queryRawUnsafe<IndexState[]>(sql, ...channelIds)).map(asState);
}

/** Some databases answer sums and defaults as big integers. */
const asState = ({ channelId, lastSeq, rev, upTo, indexedRev }: IndexState): IndexState => ({
  channelId,
  lastSeq: Number(lastSeq),
  rev: Number(rev),
  upTo: Number(upTo),
  indexedRev: Number(indexedRev),
});

function changed(client: Client, { channelId, indexedRev }: IndexState, limit: number) {
  const isWritten = [{ editedAt: { not: null } }, { deletedAt: { not: null } }];
  return client.changedMessage.findMany({
    where: { channelId, rev: { gt: indexedRev }, OR: isWritten },
    orderBy: { rev: 'asc' },
    take: limit,
    select: { seq: true, rev: true },
  });
}

type SegmentRow = Record<'number' | 'lastAt' | 'units', bigint> & { channelId: ConversationId };

const among = (count: number) => `\`SearchSegment\` s WHERE s.\`channelId\` IN (${placeholders(count)})`;

const ownRooms = 'SELECT `channelId` FROM `Member` WHERE `userId` = ? AND `role` > 0 AND `channelId` <> ?';

const joined = (dialect: Dialect, rooms: boolean) =>
  `${rooms ? `(SELECT \`id\` FROM ${ownChannels} p UNION ALL ${ownRooms})` : ownChannels} o ${dialect.joinByKey('`SearchSegment` s')} ON s.\`channelId\` = o.\`id\` WHERE TRUE`;

/** A byte of the filter is asked in SQL, so that only segments come over the line that may have what is searched. */
async function segments({ client, dialect }: Database, query: SegmentQuery): Promise<FoundSegment[]> {
  const { userId, channelIds, rooms = false, except = '', probes, sentFrom, sentBefore, offset, limit } = query;
  if (channelIds?.length === 0) return [];
  const [within, ids] = channelIds
    ? [among(channelIds.length), channelIds]
    : [joined(dialect, rooms), [userId, userId, ...(rooms ? [userId, except] : [])]];
  const tests = probes.map(({ place, bit }) => {
    const byte = dialect.byteValue(`SUBSTR(s.\`filter\`, 1 + (${place} % LENGTH(s.\`filter\`)), 1)`);
    return ` AND (${byte} & ${1 << bit}) <> 0`;
  });
  const rows = await client.$queryRawUnsafe<SegmentRow[]>(
    `SELECT s.\`channelId\`, s.\`number\`, s.\`lastAt\`, s.\`units\` FROM ${within} AND s.\`lastAt\` >= ? AND s.\`firstAt\` < ?${tests.join('')}
     ORDER BY s.\`lastAt\` DESC, s.\`channelId\` DESC, s.\`number\` DESC LIMIT ? OFFSET ?`,
    ...ids,
    sentFrom,
    sentBefore,
    limit,
    offset,
  );
  return rows.map(({ channelId, number, lastAt, units }) => {
    return { channelId, number: Number(number), lastAt: Number(lastAt), units: Number(units) };
  });
}

type PeerRow = { channelId: ConversationId; kind: bigint | number } & (Peer | { id: null; username: null });

/** One statement for the other members and their names: a page waits for it. */
async function peers(client: Client, userId: UserId, channelIds: readonly ConversationId[]) {
  if (channelIds.length === 0) return new Map();
  const rows = await client.$queryRawUnsafe<PeerRow[]>(
    `SELECT c.\`id\` AS \`channelId\`, c.\`kind\`, u.\`id\`, u.\`username\` FROM \`Channel\` c
     LEFT JOIN \`User\` u ON u.\`id\` = CASE WHEN c.\`lowId\` = ? THEN c.\`highId\` ELSE c.\`lowId\` END
       AND u.\`deletedAt\` IS NULL
     WHERE c.\`id\` IN (${placeholders(channelIds.length)})`,
    userId,
    ...channelIds,
  );
  return new Map(
    rows.flatMap(({ channelId, kind, id, username }): [ConversationId, Peer | null][] => {
      if (Number(kind) !== 0) return [[channelId, null]];
      return id === null ? [] : [[channelId, { id, username }]];
    }),
  );
}
