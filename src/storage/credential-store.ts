/** What accounts prove themselves by, and the changes of it: each ends sessions in the same transaction. */
import type { CredentialStore, Credentials } from '../chat/credential-ports.ts';
import type { UserId } from '../chat/ports.ts';
import type { Database } from './database.ts';
import { possibleUsername } from './user-store.ts';

type CredentialRow = Credentials['person'] & Omit<Credentials, 'person'>;

const columns = '`id`, `username`, `displayName`, `lastSeenAt`, `passwordHash`, `credentialVersion`';

export function createCredentialStore({ client, dialect }: Database): CredentialStore {
  async function find(username: string): Promise<Credentials | null> {
    if (!possibleUsername.test(username)) return null;
    const sql = `SELECT ${columns} FROM \`User\` WHERE \`username\` = ? AND \`deletedAt\` IS NULL
      AND (\`passwordUntil\` IS NULL OR \`passwordUntil\` > ${dialect.time(0)})`;
    const [row] = await client.$queryRawUnsafe<CredentialRow[]>(sql, username);
    if (!row) return null;
    const { passwordHash, credentialVersion, ...person } = row;
    return { person, passwordHash, credentialVersion };
  }

  /** One statement: a password that was changed meanwhile stays. */
  async function renewHash(id: UserId, from: string, to: string): Promise<void> {
    const sql = 'UPDATE `User` SET `passwordHash` = ? WHERE `id` = ? AND `passwordHash` = ?';
    await client.$executeRawUnsafe(sql, to, id, from);
  }

  return { find, renewHash };
}
