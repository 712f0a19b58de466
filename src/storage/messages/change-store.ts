/** Stores changes of messages, and reads what has changed. */
import type { ChangeStore, MessageVersion } from '../../engine/ports/change-port.ts';
import type { ConversationId } from '../../engine/ports/identifiers.ts';
import type { StoredMessage } from '../../engine/ports/message-port.ts';
import { seqMax } from '../../protocol/limits.ts';
import type { Database } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import type { Writer } from '../database/writer.ts';
import { createChangeLanes } from './change-lanes.ts';
import { commitChange } from './change-transaction.ts';
import { type States, statesAfter, statesOfPins } from './message-states.ts';
import { toShown } from './shown-messages.ts';

/** @param writer - its connections are used for changes only: an append waits for none. */
export function createChangeStore(database: Database, writer: Writer): ChangeStore {
  const lanes = createChangeLanes();
  return {
    async change(target, rule, onChanged) {
      const commit = () => retryContention(() => commitChange(database, writer, target, rule));
      return lanes.run(target.channelId, async () => {
        const outcome = await commit();
        if (outcome?.changed) onChanged(outcome.message);
        return outcome;
      });
    },
    changedAfter: (channelId, rev, limit) => changedAfter(database, channelId, rev, limit),
    pinned: (channelId, limit) => pinned(database, channelId, limit),
    versions: (channelId, seq) => versions(database, channelId, seq),
  };
}

async function changedAfter(database: Database, channelId: ConversationId, rev: number, limit: number) {
  const messages = await messagesIn(database, channelId, await statesAfter(database, channelId, rev, limit));
  return messages.sort((a, b) => revOf(a) - revOf(b));
}

async function pinned(database: Database, channelId: ConversationId, limit: number) {
  const messages = await messagesIn(database, channelId, await statesOfPins(database, channelId, limit));
  const pinnedAt = ({ state }: StoredMessage) => state?.pinned?.at.getTime() ?? 0;
  return messages.sort((a, b) => pinnedAt(b) - pinnedAt(a) || revOf(b) - revOf(a));
}

const revOf = ({ state }: StoredMessage) => state?.rev ?? 0;

async function messagesIn(database: Database, channelId: ConversationId, states: States): Promise<StoredMessage[]> {
  if (states.size === 0) return [];
  const seqs = [...states.keys()].map((place) => Number(place.split(' ')[1]));
  const rows = await database.client.message.findMany({ where: { channelId, seq: { in: seqs } } });
  return toShown(database, rows, states);
}

interface VersionRow {
  body: string;
  at: string;
  isDeleted: number | bigint;
}

/** One statement, so that an edit meanwhile is in all of it or in none. The last row is the message itself. */
const versionsSql = `
  SELECT v.\`number\`, v.\`body\`, CAST(v.\`at\` AS CHAR) AS \`at\`, 0 AS \`isDeleted\`
  FROM \`MessageVersion\` v WHERE v.\`channelId\` = ? AND v.\`seq\` = ?
  UNION ALL
  SELECT ${seqMax}, m.\`body\`, CAST(COALESCE(c.\`editedAt\`, m.\`sentAt\`) AS CHAR), CASE WHEN c.\`deletedAt\` IS NULL THEN 0 ELSE 1 END
  FROM \`Message\` m LEFT JOIN \`ChangedMessage\` c ON c.\`channelId\` = m.\`channelId\` AND c.\`seq\` = m.\`seq\`
  WHERE m.\`channelId\` = ? AND m.\`seq\` = ?
  ORDER BY 1`;

async function versions(
  { client, dialect }: Database,
  ...key: [ConversationId, number]
): Promise<MessageVersion[] | null> {
  const rows = await client.$queryRawUnsafe<VersionRow[]>(versionsSql, ...key, ...key);
  const last = rows.at(-1);
  if (!last) return null;
  return Number(last.isDeleted) ? [] : rows.map(({ body, at }) => ({ body, at: dialect.parseTime(at) }));
}
