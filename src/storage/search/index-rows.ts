/** Writes the rows of the index of messages, for one node at a time. */
import type { IndexState, Segment } from '../../engine/ports/search-port.ts';
import { type Database, placeholders, type Transaction, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import type { Dialect } from '../database/dialect.ts';

/** Answers false, and stores nothing, when one of the conversations has been indexed since its state was read. */
export function saveIndex(
  database: Database,
  segments: readonly Segment[],
  before: readonly IndexState[],
  reached: readonly IndexState[],
): Promise<boolean> {
  if (before.length === 0) return Promise.resolve(true);
  return retryContention(() =>
    transact(database, async (tx) => {
      if (!(await isUntouched(tx, database.dialect, before))) return false;
      await writeSegments(tx, database.dialect, segments);
      await writeProgress(tx, database.dialect, reached);
      return true;
    }),
  );
}

/** Locks the rows in order of their ids, so that two nodes never wait for each other. */
async function isUntouched(tx: Transaction, dialect: Dialect, before: readonly IndexState[]): Promise<boolean> {
  const ids = before.map(({ channelId }) => channelId).sort();
  const values = placeholders(ids.length, 1);
  await tx.$executeRawUnsafe(`${dialect.insertIgnore} \`SearchProgress\` (\`channelId\`) VALUES ${values}`, ...ids);
  const rows = await tx.$queryRawUnsafe<{ channelId: string; upTo: number; rev: number }[]>(
    `SELECT \`channelId\`, \`upTo\`, \`rev\` FROM \`SearchProgress\` WHERE \`channelId\` IN (${placeholders(ids.length)})
     ORDER BY \`channelId\` ${dialect.lockRows}`,
    ...ids,
  );
  const now = new Map(rows.map((row) => [row.channelId, row]));
  return before.every(({ channelId, upTo, indexedRev }) => {
    const row = now.get(channelId);
    return Number(row?.upTo) === upTo && Number(row?.rev) === indexedRev;
  });
}

async function writeSegments(tx: Transaction, dialect: Dialect, segments: readonly Segment[]): Promise<void> {
  if (segments.length === 0) return;
  const set = ['firstAt', 'lastAt', 'units', 'filter']
    .map((column) => `\`${column}\` = ${dialect.proposed(column)}`)
    .join(', ');
  await tx.$executeRawUnsafe(
    `INSERT INTO \`SearchSegment\` (\`channelId\`, \`number\`, \`firstAt\`, \`lastAt\`, \`units\`, \`filter\`)
     VALUES ${placeholders(segments.length, 6)} ${dialect.onDuplicateKey} ${set}`,
    ...segments.flatMap(({ channelId, number, firstAt, lastAt, units, filter }) => [
      channelId,
      number,
      firstAt,
      lastAt,
      units,
      Buffer.from(filter),
    ]),
  );
}

async function writeProgress(tx: Transaction, dialect: Dialect, reached: readonly IndexState[]): Promise<void> {
  const set = ['upTo', 'rev'].map((column) => `\`${column}\` = ${dialect.proposed(column)}`).join(', ');
  await tx.$executeRawUnsafe(
    `INSERT INTO \`SearchProgress\` (\`channelId\`, \`upTo\`, \`rev\`)
     VALUES ${placeholders(reached.length, 3)} ${dialect.onDuplicateKey} ${set}`,
    ...reached.flatMap(({ channelId, upTo, indexedRev }) => [channelId, upTo, indexedRev]),
  );
}
