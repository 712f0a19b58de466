/** Stores passkeys. */
import type { FactorOwner } from '../../engine/ports/factor-port.ts';
import type { SessionId, UserId } from '../../engine/ports/identifiers.ts';
import type { Passkey, PasskeyKey, PasskeyStore } from '../../engine/ports/passkey-port.ts';
import { factorLimits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { Database, Transaction } from '../database/database.ts';
import { isDuplicateKey } from '../database/database-faults.ts';
import type { Dialect } from '../database/dialect.ts';
import { newId } from '../database/row-ids.ts';
import { changeFactors } from './factor-changes.ts';

type PasskeyRow = Omit<Passkey, 'counter' | 'transports'> & { counter: bigint; transports: string };

export function createPasskeyStore(database: Database): PasskeyStore {
  return {
    create: (owner, passkey, codeHashes) =>
      changeFactors(database, owner, codeHashes, (tx) => insert(tx, database.dialect, owner.id, passkey)),
    list: (userId) => list(database, userId),
    findByCredential: (credentialId) => findByCredential(database, credentialId),
    use: (id, counter) => use(database, id, counter),
    remove: (owner, id) => remove(database, owner, id),
  };
}

async function insert(
  tx: Transaction,
  dialect: Dialect,
  userId: UserId,
  { name, key }: { name: string; key: PasskeyKey },
): Promise<Passkey> {
  if ((await tx.passkey.count({ where: { userId } })) >= factorLimits.passkeys) {
    throw new Refusal('conflict', 'The account has the maximum number of passkeys. Remove one first.');
  }
  const { credentialId, publicKey, counter, transports } = key;
  const id = newId();
  const sql = `INSERT INTO \`Passkey\`
    (\`id\`, \`userId\`, \`credentialId\`, \`publicKey\`, \`counter\`, \`transports\`, \`name\`, \`createdAt\`)
    VALUES (?, ?, ?, ?, ?, ?, ?, ${dialect.time(0)})`;
  try {
    const values = [id, userId, credentialId, publicKey, counter, transports.join(','), name];
    await tx.$executeRawUnsafe(sql, ...values);
  } catch (error) {
    if (isDuplicateKey(error)) throw new Refusal('conflict', 'This passkey is set up already.');
    throw error;
  }
  return asPasskey(await tx.passkey.findUniqueOrThrow({ where: { id } }));
}

async function list({ client }: Database, userId: UserId): Promise<Passkey[]> {
  return (await client.passkey.findMany({ where: { userId }, orderBy: { id: 'asc' } })).map(asPasskey);
}

async function findByCredential({ client }: Database, credentialId: string): Promise<Passkey | null> {
  const row = await client.passkey.findUnique({ where: { credentialId } });
  return row && asPasskey(row);
}

/** One statement, so that only one of two answers with the same counter is accepted. */
async function use({ client, dialect }: Database, id: string, counter: number): Promise<boolean> {
  const sql = `UPDATE \`Passkey\` SET \`lastUsedAt\` = ${dialect.time(0)}, \`counter\` = ?
    WHERE \`id\` = ? AND (\`counter\` < ? OR (\`counter\` = 0 AND ? = 0))`;
  return (await client.$executeRawUnsafe(sql, counter, id, counter, counter)) === 1;
}

async function remove(database: Database, owner: FactorOwner, id: string): Promise<SessionId[]> {
  const { ended } = await changeFactors(database, owner, [], async (tx) => {
    const { count } = await tx.passkey.deleteMany({ where: { id, userId: owner.id } });
    if (count !== 1) throw new Refusal('not_found', 'There is no such passkey.');
  });
  return ended;
}

function asPasskey({ counter, transports, ...row }: PasskeyRow): Passkey {
  return { ...row, counter: Number(counter), transports: transports === '' ? [] : transports.split(',') };
}
