/** The rows of sessions; one that ended keeps its row until it is purged, so that nothing brings it back. */
import type { Session, SessionId, SessionStore } from '../chat/ports.ts';
import type { Database } from './database.ts';
import { newId } from './ids.ts';

const asSession = {
  id: true,
  userId: true,
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
  ip: true,
  userAgent: true,
} as const;

export function createSessionStore({ client, dialect }: Database): SessionStore {
  function create(session: Omit<Session, 'id'> & { secretHash: string }): Promise<Session> {
    return client.session.create({ data: { id: newId(), ...session }, select: asSession });
  }

  function find(secretHash: string): Promise<Session | null> {
    return client.session.findUnique({ where: { secretHash, endedAt: null }, select: asSession });
  }

  async function touch(id: SessionId, lastUsedAt: Date, expiresAt: Date): Promise<void> {
    await client.session.updateMany({ where: { id, endedAt: null }, data: { lastUsedAt, expiresAt } });
  }

  async function end(id: SessionId): Promise<void> {
    const sql = `UPDATE \`Session\` SET \`endedAt\` = ${dialect.timeAgo(0)} WHERE \`id\` = ? AND \`endedAt\` IS NULL`;
    await client.$executeRawUnsafe(sql, id);
  }

  async function endedWithin(windowMs: number): Promise<SessionId[]> {
    const sql = `SELECT \`id\` FROM \`Session\` WHERE \`endedAt\` >= ${dialect.timeAgo(windowMs)}`;
    const rows = await client.$queryRawUnsafe<{ id: SessionId }[]>(sql);
    return rows.map((row) => row.id);
  }

  async function purge(before: Date): Promise<number> {
    const where = { OR: [{ endedAt: { lt: before } }, { expiresAt: { lt: before } }] };
    return (await client.session.deleteMany({ where })).count;
  }

  return { create, find, touch, end, endedWithin, purge };
}
