/** Adds accounts and conversations to a node's SQLite file by SQL, many more than requests could in time. */
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { namePrefixes } from '../../src/protocol/name-words.ts';
import { sqliteFile } from '../../src/storage/database/sqlite-files.ts';

/** Longest as JSON: six bytes for each character. */
export const longestBody = `x${'\u0001'.repeat(3_998)}x`;

/** The time format of the product's rows. */
const now = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')";
const numbers = 'WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < ?)';
let groups = 0;

/** Ids of added rows: 16 characters as all ids, and above those of registered users. */
const idsOf = (kind: 'u' | 'c', group: number) => `printf('z${kind}%04d%010d', ${group}, i)`;

function change(dataDir: string, work: (database: DatabaseSyncInstance) => void): void {
  const database = new DatabaseSync(sqliteFile(dataDir), { timeout: 10_000 });
  try {
    database.exec('BEGIN IMMEDIATE');
    work(database);
    database.exec('COMMIT');
    // The node would otherwise move these pages into the main file during the measurement.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}

function insertAccounts(database: DatabaseSyncInstance, group: number, count: number): void {
  const sql = `${numbers} INSERT INTO "User" ("id", "username", "displayName", "nameKey", "passwordHash", "createdAt", "indexedName")
    SELECT ${idsOf('u', group)}, 'stranger-${group}-' || i, 'Member ' || i, 'member ' || i, 'none', ${now}, 'Member ' || i FROM numbers`;
  database.prepare(sql).run(count);
  for (const prefix of namePrefixes('Member')) {
    const words = `${numbers} INSERT INTO "NamePrefix" SELECT ?, 'stranger-${group}-' || i FROM numbers`;
    database.prepare(words).run(count, prefix);
  }
}

export function addAccounts(dataDir: string, count: number): void {
  groups += 1;
  change(dataDir, (database) => insertAccounts(database, groups, count));
}

interface ConversationRows {
  username: string;
  /** The number of strangers who have written. */
  strangers: number;
  /** Unread messages of each. */
  messages: number;
  body: string;
}

/** Strangers have written to a user, who has read nothing. Returns the username of one of them. */
export function addConversations(dataDir: string, { username, strangers, messages, body }: ConversationRows): string {
  groups += 1;
  const group = groups;
  const channels = `FROM "Channel" WHERE "id" >= 'zc${`${group}`.padStart(4, '0')}' AND "id" < 'zc${`${group + 1}`.padStart(4, '0')}'`;
  change(dataDir, (database) => {
    insertAccounts(database, group, strangers);
    const insertChannels = `${numbers} INSERT INTO "Channel" ("id", "lowId", "highId", "lastSeq", "lastMessageAt")
      SELECT ${idsOf('c', group)}, (SELECT "id" FROM "User" WHERE "username" = ?), ${idsOf('u', group)}, ?, ${now} FROM numbers`;
    database.prepare(insertChannels).run(strangers, username, messages);
    for (const side of ['lowId', 'highId']) {
      database.exec(`INSERT INTO "Member" ("channelId", "userId") SELECT "id", "${side}" ${channels}`);
    }
    const insertMessages = `${numbers} INSERT INTO "Message" ("channelId", "seq", "senderId", "clientId", "body", "sentAt")
      SELECT "id", i, "highId", randomblob(16), ?, ${now} ${channels.replace(' WHERE', ', numbers WHERE')}`;
    database.prepare(insertMessages).run(messages, body);
  });
  return `stranger-${group}-1`;
}
