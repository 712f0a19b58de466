/** The statements of a change: what it reads under the lock, and what it writes. */
import {
  type ChangeTarget,
  type DecidedChange,
  earlierVersionsMax,
  type FoundMessage,
} from '../../engine/ports/change-port.ts';
import type { Dialect } from '../database/dialect.ts';
import type { Statement } from '../database/writer.ts';
import { attachedSql, detachStatements } from './message-files.ts';
import { joinFirstFile, quoteColumns } from './message-quotes.ts';
import { joinReactions, stateColumns } from './message-states.ts';

/** The conversation's row comes first: it is locked as an append locks it, and what follows cannot change any more. */
export function readsOf(target: ChangeTarget, { now, lockFreeRows }: Dialect): Statement[] {
  const { channelId, seq, userId, sessionId, isRoom } = target;
  const key = [channelId, seq];
  return [
    {
      sql: `SELECT \`rev\`, \`blockedBy\`, CAST(\`changedAt\` AS CHAR) AS \`changedAt\`, ${now} AS \`now\` FROM \`Channel\` WHERE \`id\` = ? ${lockFreeRows}`,
      values: [channelId],
    },
    { sql: 'SELECT `id` FROM `Session` WHERE `id` = ? AND `endedAt` IS NULL', values: [sessionId] },
    {
      sql: `SELECT \`channelId\`, \`seq\`, \`senderId\`, \`clientId\`, \`body\`, CAST(\`sentAt\` AS CHAR) AS \`sentAt\`, \`replyToSeq\`, \`fileCount\`
        FROM \`Message\` WHERE \`channelId\` = ? AND \`seq\` = ?`,
      values: key,
    },
    {
      sql: `SELECT c.\`channelId\`, c.\`seq\`, ${stateColumns} FROM \`ChangedMessage\` c ${joinReactions}
        WHERE c.\`channelId\` = ? AND c.\`seq\` = ? ORDER BY r.\`rev\``,
      values: key,
    },
    {
      sql: `SELECT ${quoteColumns} FROM \`Message\` m
        JOIN \`Message\` q ON q.\`channelId\` = m.\`channelId\` AND q.\`seq\` = m.\`replyToSeq\` ${joinFirstFile}
        WHERE m.\`channelId\` = ? AND m.\`seq\` = ?`,
      values: key,
    },
    { sql: attachedSql('`channelId` = ? AND `seq` = ?'), values: key },
    {
      sql: `SELECT (SELECT COUNT(*) FROM \`ChangedMessage\` WHERE \`channelId\` = ? AND \`pinnedAt\` IS NOT NULL) AS \`pins\`,
        (SELECT MAX(\`number\`) FROM \`MessageVersion\` WHERE \`channelId\` = ? AND \`seq\` = ?) AS \`versions\``,
      values: [channelId, ...key],
    },
    ...(isRoom ? [{ sql: memberSql, values: [channelId, userId] }] : []),
  ];
}

const memberSql = 'SELECT `userId` FROM `Member` WHERE `channelId` = ? AND `userId` = ? AND `role` > 0';

/** The rows of a change as they are before it. */
export interface FoundRows {
  found: FoundMessage;
  /** The highest number of an earlier version. */
  versions: number;
}

export function writesOf(
  { found, versions }: FoundRows,
  { userId }: ChangeTarget,
  decided: DecidedChange,
  dialect: Dialect,
) {
  const { channelId, seq } = found.message;
  const { timestamp } = dialect;
  const advance = 'UPDATE `Channel` SET `rev` = ?, `changedAt` = ? WHERE `id` = ?';
  return [
    { sql: advance, values: [found.rev, timestamp(found.at), channelId] },
    writeState(decided, found.message.state !== undefined, dialect),
    ...contentWrites(found, versions, [channelId, seq], userId, decided, dialect),
  ];
}

function writeState({ message }: DecidedChange, isKnown: boolean, { timestamp }: Dialect): Statement {
  const { channelId, seq, state } = message;
  const time = (at: Date | null | undefined) => (at ? timestamp(at) : null);
  const { rev, editedAt, deletedAt, pinned } = state;
  const values = [rev, time(editedAt), time(deletedAt), pinned?.by ?? null, time(pinned?.at), channelId, seq];
  const columns = ['rev', 'editedAt', 'deletedAt', 'pinnedBy', 'pinnedAt'];
  const sql = isKnown
    ? `UPDATE \`ChangedMessage\` SET ${columns.map((name) => `\`${name}\` = ?`).join(', ')} WHERE \`channelId\` = ? AND \`seq\` = ?`
    : `INSERT INTO \`ChangedMessage\` (${[...columns, 'channelId', 'seq'].map((name) => `\`${name}\``).join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?)`;
  return { sql, values };
}

function contentWrites(
  { message, rev, at }: FoundMessage,
  versions: number,
  key: readonly [string, number],
  userId: string,
  { change }: DecidedChange,
  dialect: Dialect,
): Statement[] {
  const ofMessage = 'WHERE `channelId` = ? AND `seq` = ?';
  const setBody = (body: string) => ({
    sql: `UPDATE \`Message\` SET \`body\` = ? ${ofMessage}`,
    values: [body, ...key],
  });
  switch (change.kind) {
    case 'edit': {
      const since = message.state?.editedAt ?? message.sentAt;
      const number = versions + 1;
      const insert = 'INSERT INTO `MessageVersion` (`channelId`, `seq`, `number`, `body`, `at`) VALUES (?, ?, ?, ?, ?)';
      const keep = { sql: insert, values: [...key, number, message.body, dialect.timestamp(since)] };
      return [keep, ...dropOldVersion(key, number), setBody(change.body)];
    }
    case 'delete':
      return [
        setBody(''),
        { sql: `DELETE FROM \`MessageVersion\` ${ofMessage}`, values: key },
        { sql: `DELETE FROM \`Reaction\` ${ofMessage}`, values: key },
        ...detachStatements(message, dialect.timestamp(at), dialect),
      ];
    case 'react': {
      const values = [...key, change.emoji, userId];
      return change.on
        ? [
            {
              sql: 'INSERT INTO `Reaction` (`channelId`, `seq`, `emoji`, `userId`, `rev`) VALUES (?, ?, ?, ?, ?)',
              values: [...values, rev],
            },
          ]
        : [{ sql: `DELETE FROM \`Reaction\` ${ofMessage} AND \`emoji\` = ? AND \`userId\` = ?`, values }];
    }
    case 'pin':
      return [];
  }
}

/** The first version stays: a repeat of the message is compared with it. */
function dropOldVersion(key: readonly [string, number], number: number): Statement[] {
  const oldest = number - earlierVersionsMax + 1;
  if (oldest < 2) return [];
  const sql = 'DELETE FROM `MessageVersion` WHERE `channelId` = ? AND `seq` = ? AND `number` = ?';
  return [{ sql, values: [...key, oldest] }];
}
