/** The rows of sessions; one that ended keeps its row until it is purged, so that nothing brings it back. */
import type { NewSession, Session, SessionId, SessionStore } from '../chat/ports.ts';
import { type Database, placeholders } from './database.ts';
import { newId } from './ids.ts';
import { possibleUsername } from './user-store.ts';

const shown = '`id`, `userId`, `createdAt`, `lastUsedAt`, `expiresAt`, `ip`, `userAgent`';

/** A page of ids in one statement. */
const touchMax = 500;

/** Nobody signs in from more places in a month. */
const addressesMax = 1_000;

export function createSessionStore({ client, dialect }: Database): SessionStore {
  const { time } = dialect;

  /** One statement with the account's row locked: whoever changes the credentials comes before it, or ends what it opened. */
  async function create(session: NewSession, lifeMs: number): Promise<SessionId | null> {
    const { secretHash, userId, credentialVersion, ip, userAgent } = session;
    const id = newId();
    const sql = `INSERT INTO \`Session\` (${shown}, \`secretHash\`)
      SELECT ?, \`id\`, ${time(0)}, ${time(0)}, ${time(lifeMs)}, ?, ?, ? FROM \`User\`
      WHERE \`id\` = ? AND \`credentialVersion\` = ? AND \`deletedAt\` IS NULL ${dialect.lockShared}`;
    const values = [id, ip, userAgent, secretHash, userId, credentialVersion];
    return (await client.$executeRawUnsafe(sql, ...values)) === 1 ? id : null;
  }

  async function find(secretHash: string, { idleMs, noteEveryMs }: { idleMs: number; noteEveryMs: number }) {
    const sql = `SELECT ${shown}, \`lastUsedAt\` <= ${time(-noteEveryMs)} AS \`stale\` FROM \`Session\` WHERE \`secretHash\` = ? AND \`endedAt\` IS NULL
      AND \`expiresAt\` > ${time(0)} AND \`lastUsedAt\` > ${time(-idleMs)}`;
    const [row] = await client.$queryRawUnsafe<(Session & { stale: number | bigint })[]>(sql, secretHash);
    if (!row) return null;
    const { stale, ...session } = row;
    if (Number(stale) === 1) await touch([session.id], noteEveryMs);
    return session;
  }

  async function touch(ids: readonly SessionId[], everyMs: number): Promise<void> {
    for (let start = 0; start < ids.length; start += touchMax) {
      const some = ids.slice(start, start + touchMax);
      const sql = `UPDATE \`Session\` SET \`lastUsedAt\` = ${time(0)} WHERE \`id\` IN (${placeholders(some.length)})
        AND \`endedAt\` IS NULL AND \`lastUsedAt\` <= ${time(-everyMs)}`;
      await client.$executeRawUnsafe(sql, ...some);
    }
  }

  async function end(id: SessionId): Promise<void> {
    const sql = `UPDATE \`Session\` SET \`endedAt\` = ${time(0)} WHERE \`id\` = ? AND \`endedAt\` IS NULL`;
    await client.$executeRawUnsafe(sql, id);
  }

  async function addressesOf(username: string): Promise<string[]> {
    const user = '(SELECT `id` FROM `User` WHERE `username` = ?)';
    const sql = `SELECT DISTINCT \`ip\` FROM \`Session\` WHERE \`userId\` = ${user} LIMIT ${addressesMax}`;
    const rows = possibleUsername.test(username) ? await client.$queryRawUnsafe<{ ip: string }[]>(sql, username) : [];
    return rows.map((row) => row.ip);
  }

  async function overWithin(windowMs: number): Promise<SessionId[]> {
    const sql = `SELECT \`id\` FROM \`Session\` WHERE \`endedAt\` >= ${time(-windowMs)}
      UNION SELECT \`id\` FROM \`Session\` WHERE \`expiresAt\` BETWEEN ${time(-windowMs)} AND ${time(0)}`;
    const rows = await client.$queryRawUnsafe<{ id: SessionId }[]>(sql);
    return rows.map((row) => row.id);
  }

  async function purge(overForMs: number): Promise<number> {
    const past = time(-overForMs);
    const sql = `DELETE FROM \`Session\` WHERE \`endedAt\` < ${past} OR \`expiresAt\` < ${past}`;
    return client.$executeRawUnsafe(sql);
  }

  return { create, find, touch, end, addressesOf, overWithin, purge };
}
