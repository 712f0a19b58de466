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

/** The site has one conversation with one message. Both users have read it and its copies up to `read`. */
export async function growConversation({ server }: PageSite, messages: number, read = messages): Promise<void> {
  await server.stop();
  const database = new DatabaseSync(join(server.dataDir, 'duologue.sqlite'));
  database.prepare(copyMessages).run(messages);
  database.prepare('UPDATE Channel SET lastSeq = ?').run(messages);
  database.prepare('UPDATE Member SET readSeq = ?, deliveredSeq = ?').run(read, read);
  database.close();
  await server.start();
}
