/** The rows of passkeys. */
import type { Passkey, PasskeyKey, PasskeyStore } from '../chat/factor-ports.ts';
import type { UserId } from '../chat/ports.ts';
import { Refusal } from '../protocol/refusals.ts';
import type { Database } from './database.ts';
import { isDuplicateKey } from './database-faults.ts';
import { newId } from './ids.ts';

type PasskeyRow = Omit<Passkey, 'counter' | 'transports'> & { counter: bigint; transports: string };

export function createPasskeyStore({ client, dialect }: Database): PasskeyStore {
  async function create(userId: UserId, name: string, key: PasskeyKey): Promise<Passkey> {
    const { credentialId, publicKey, counter, transports } = key;
    const id = newId();
    const sql = `INSERT INTO \`Passkey\`
      (\`id\`, \`userId\`, \`credentialId\`, \`publicKey\`, \`counter\`, \`transports\`, \`name\`, \`createdAt\`)
      VALUES (?, ?, ?, ?, ?, ?, ?, ${dialect.time(0)})`;
    try {
      const values = [id, userId, credentialId, publicKey, counter, transports.join(','), name];
      await client.$executeRawUnsafe(sql, ...values);
    } catch (error) {
      if (isDuplicateKey(error)) throw new Refusal('conflict', 'This passkey is set up already.');
      throw error;
    }
    return asPasskey(await client.passkey.findUniqueOrThrow({ where: { id } }));
  }

  async function list(userId: UserId): Promise<Passkey[]> {
    return (await client.passkey.findMany({ where: { userId }, orderBy: { id: 'asc' } })).map(asPasskey);
  }

  async function findByCredential(credentialId: string): Promise<Passkey | null> {
    const row = await client.passkey.findUnique({ where: { credentialId } });
    return row && asPasskey(row);
  }

  /** One statement: of two answers with the same count, one is taken. */
  async function use(id: string, counter: number): Promise<boolean> {
    const sql = `UPDATE \`Passkey\` SET \`lastUsedAt\` = ${dialect.time(0)}, \`counter\` = ?
      WHERE \`id\` = ? AND (\`counter\` < ? OR (\`counter\` = 0 AND ? = 0))`;
    return (await client.$executeRawUnsafe(sql, counter, id, counter, counter)) === 1;
  }

  async function remove(userId: UserId, id: string): Promise<boolean> {
    return (await client.passkey.deleteMany({ where: { id, userId } })).count === 1;
  }

  return { create, list, findByCredential, use, remove };
}

function asPasskey({ counter, transports, ...row }: PasskeyRow): Passkey {
  return { ...row, counter: Number(counter), transports: transports === '' ? [] : transports.split(',') };
}
