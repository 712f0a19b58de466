/** Makes a conversation long, in the database of a stopped node: sending so many messages takes too long. */
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import type { PageSite } from './page-site.ts';

/** Copies the only message until there are this many: "line 2." to "line N.". */
const copyMessages = `
  WITH RECURSIVE numbers(seq) AS (SELECT 2 UNION ALL SELECT seq + 1 FROM numbers WHERE seq < ?)
  INSERT INTO Message (channelId, seq, senderId, clientId, body, sentAt)
  SELECT channelId, numbers.seq, senderId, randomblob(16), 'line ' || numbers.seq || '.', sentAt
  FROM Message, numbers WHERE Message.seq = 1`;

/** The site has one conversation with one message; all copies of it are read. */
export async function growConversation({ server }: PageSite, messages: number): Promise<void> {
  await server.stop();
  const database = new DatabaseSync(join(server.dataDir, 'duologue.sqlite'));
  database.prepare(copyMessages).run(messages);
  database.prepare('UPDATE Channel SET lastSeq = ?').run(messages);
  database.prepare('UPDATE Member SET readSeq = ?, deliveredSeq = ?').run(messages, messages);
  database.close();
  await server.start();
}
