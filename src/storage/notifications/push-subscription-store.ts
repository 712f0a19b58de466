/** Stores push subscriptions, and the last message of which each member was notified. */
import { createHash } from 'node:crypto';
import type { UserId } from '../../engine/ports/identifiers.ts';
import type { PushSubscriptionStore, PushTarget } from '../../engine/ports/push-port.ts';
import { type Database, placeholders, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';

const columns = '`sessionId`, `userId`, `endpoint`, `p256dh`, `auth`';

export const hashOfEndpoint = (endpoint: string) => createHash('sha256').update(endpoint).digest('base64url');

export function createPushSubscriptionStore(database: Database): PushSubscriptionStore {
  const { client, dialect } = database;
  const run = (sql: string, ...values: unknown[]) => retryContention(() => client.$executeRawUnsafe(sql, ...values));
  return {
    save: (target, max) => retryContention(() => save(database, target, max)),
    async remove(sessionId) {
      await run('DELETE FROM `PushSubscription` WHERE `sessionId` = ?', sessionId);
    },
    async removeGone({ sessionId, endpoint }) {
      const sql = 'DELETE FROM `PushSubscription` WHERE `sessionId` = ? AND `endpointHash` = ?';
      await run(sql, sessionId, hashOfEndpoint(endpoint));
    },
    holders: (userIds) => holders(database, userIds),
    targets: (userId, idleMs) => targets(database, userId, idleMs),
    async claim(channelId, userId, seq, isMention = false) {
      const isHeard = `(\`mutedUntil\` IS NULL OR \`mutedUntil\` <= ${dialect.time(0)})`;
      const sql = `UPDATE \`Member\` SET \`notifiedSeq\` = ? WHERE \`channelId\` = ? AND \`userId\` = ?
        AND \`notifiedSeq\` < ? AND \`readSeq\` < ?${isMention ? '' : ` AND ${isHeard}`}`;
      return (await run(sql, seq, channelId, userId, seq, seq)) === 1;
    },
    async withdraw(channelId, userId) {
      const sql = `UPDATE \`Member\` SET \`notifiedSeq\` = 0 WHERE \`channelId\` = ? AND \`userId\` = ?
        AND \`notifiedSeq\` > 0 AND \`readSeq\` >= \`notifiedSeq\``;
      return (await run(sql, channelId, userId)) === 1;
    },
  };
}

/** One transaction, so that a browser that changes its user is never registered for both. A session that has ended gets no row. */
function save(database: Database, target: PushTarget, max: number): Promise<void> {
  const { dialect } = database;
  const { sessionId, userId, endpoint, p256dh, auth } = target;
  const hash = hashOfEndpoint(endpoint);
  return transact(database, async (tx) => {
    await tx.$executeRawUnsafe('DELETE FROM `PushSubscription` WHERE `endpointHash` = ?', hash);
    await tx.$executeRawUnsafe('DELETE FROM `PushSubscription` WHERE `sessionId` = ?', sessionId);
    const insert = `INSERT INTO \`PushSubscription\` (${columns}, \`endpointHash\`, \`createdAt\`)
      SELECT \`id\`, \`userId\`, ?, ?, ?, ?, ${dialect.time(0)} FROM \`Session\`
      WHERE \`id\` = ? AND \`userId\` = ? AND \`endedAt\` IS NULL ${dialect.lockShared}`;
    await tx.$executeRawUnsafe(insert, endpoint, p256dh, auth, hash, sessionId, userId);
    const rows = await tx.pushSubscription.findMany({
      where: { userId },
      orderBy: [{ createdAt: 'desc' }, { sessionId: 'asc' }],
      select: { sessionId: true },
    });
    const oldest = rows.slice(max).map((row) => row.sessionId);
    if (oldest.length > 0) await tx.pushSubscription.deleteMany({ where: { sessionId: { in: oldest } } });
  });
}

async function holders({ client }: Database, userIds: readonly UserId[]): Promise<UserId[]> {
  if (userIds.length === 0) return [];
  const sql = `SELECT DISTINCT \`userId\` FROM \`PushSubscription\` WHERE \`userId\` IN (${placeholders(userIds.length)})`;
  return (await client.$queryRawUnsafe<{ userId: UserId }[]>(sql, ...userIds)).map(({ userId }) => userId);
}

/** A node of an earlier version ends sessions without their subscriptions, and nothing ends an idle session. */
function targets({ client, dialect }: Database, userId: UserId, idleMs: number): Promise<PushTarget[]> {
  const named = columns.replaceAll('`sessionId`, `userId`', 'p.`sessionId`, p.`userId`');
  const sql = `SELECT ${named} FROM \`PushSubscription\` p JOIN \`Session\` s ON s.\`id\` = p.\`sessionId\`
    WHERE p.\`userId\` = ? AND s.\`userId\` = p.\`userId\` AND s.\`endedAt\` IS NULL
      AND s.\`expiresAt\` > ${dialect.time(0)} AND s.\`lastUsedAt\` > ${dialect.time(-idleMs)}`;
  return client.$queryRawUnsafe<PushTarget[]>(sql, userId);
}
