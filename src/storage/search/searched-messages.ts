/** Reads the messages that the index leads to, without those that the database can tell do not fit. */
import type { MessageRange, MessageTest, SearchedMessage } from '../../engine/ports/search-port.ts';
import type { Database } from '../database/database.ts';
import type { Dialect } from '../database/dialect.ts';

type Row = Omit<SearchedMessage, 'fileNames'> & { fileCount: number | null };

export async function searchedMessages(
  database: Database,
  ranges: readonly MessageRange[],
  test?: MessageTest,
): Promise<SearchedMessage[]> {
  if (ranges.length === 0) return [];
  const rows = await readRows(database, ranges, test);
  const names = rows.some(({ fileCount }) => fileCount !== null) ? await fileNames(database, ranges) : new Map();
  // Without object rest, which is slow, and keeps its objects alive longer.
  return rows.map(({ channelId, seq, senderId, body, sentAt, fileCount }) => {
    const found = fileCount === null ? [] : (names.get(placeOf({ channelId, seq })) ?? []);
    return { channelId, seq, senderId, body, sentAt, fileNames: found };
  });
}

function readRows({ client, dialect }: Database, ranges: readonly MessageRange[], test?: MessageTest): Promise<Row[]> {
  const within = ranges.map(() => '(`channelId` = ? AND `seq` BETWEEN ? AND ?)').join(' OR ');
  const passes = test ? conditionOf(dialect, test) : { sql: 'TRUE', values: [] };
  return client.$queryRawUnsafe<Row[]>(
    `SELECT \`channelId\`, \`seq\`, \`senderId\`, \`body\`, \`sentAt\`, \`fileCount\` FROM \`Message\`
     WHERE ${passes.sql} AND (${within})`,
    ...passes.values,
    ...ranges.flatMap(({ channelId, from, to }) => [channelId, from, to]),
  );
}

/** The times first, the ranges last: MariaDB compares each row with the conditions in turn, and most rows fail the test. */
function conditionOf(dialect: Dialect, { body: { words, refusesAscii }, sentFrom, sentBefore }: MessageTest) {
  const holdsAll = refusesAscii ? [] : words.map(() => 'LOWER(`body`) LIKE ?');
  const passesAscii = holdsAll.join(' AND ') || (refusesAscii ? 'FALSE' : 'TRUE');
  const passes = `\`fileCount\` IS NOT NULL OR (${passesAscii}) OR ${dialect.hasBeyondAscii('`body`')}`;
  return {
    sql: `\`sentAt\` >= ? AND \`sentAt\` < ? AND (${passes})`,
    values: [
      ...[sentFrom, sentBefore].map((at) => dialect.timestamp(new Date(at))),
      ...holdsAll.map((_, index) => `%${words[index]}%`),
    ],
  };
}

async function fileNames({ client }: Database, ranges: readonly MessageRange[]): Promise<Map<string, string[]>> {
  const where = { OR: ranges.map(({ channelId, from, to }) => ({ channelId, seq: { gte: from, lte: to } })) };
  const names = new Map<string, string[]>();
  for (const { channelId, seq, name } of await client.file.findMany({
    where,
    select: { channelId: true, seq: true, name: true },
  })) {
    const key = placeOf({ channelId, seq: seq ?? 0 });
    names.set(key, [...(names.get(key) ?? []), name]);
  }
  return names;
}

const placeOf = ({ channelId, seq }: { channelId: string | null; seq: number }) => `${channelId} ${seq}`;
