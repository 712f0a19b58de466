/** Stores challenges: any node creates one, and one node takes it, once. */
import type { Challenge, ChallengeStore } from '../../engine/ports/challenge-port.ts';
import type { Database } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';

export function createChallengeStore({ client, dialect }: Database): ChallengeStore {
  const { time } = dialect;

  async function create(challenge: string, about: Challenge, lifeMs: number): Promise<void> {
    const sql = `INSERT INTO \`Challenge\` (\`challenge\`, \`purpose\`, \`userId\`, \`credentialVersion\`, \`expiresAt\`)
      VALUES (?, ?, ?, ?, ${time(lifeMs)})`;
    const values = [challenge, about.purpose, about.userId, about.credentialVersion];
    await retryContention(() => client.$executeRawUnsafe(sql, ...values));
  }

  async function take(challenge: string): Promise<Challenge | null> {
    const sql = `SELECT \`purpose\`, \`userId\`, \`credentialVersion\` FROM \`Challenge\`
      WHERE \`challenge\` = ? AND \`expiresAt\` > ${time(0)}`;
    const [about] = await client.$queryRawUnsafe<Challenge[]>(sql, challenge);
    if (!about) return null;
    // Of two concurrent calls, one deletes the row.
    const taken = await client.$executeRawUnsafe('DELETE FROM `Challenge` WHERE `challenge` = ?', challenge);
    return taken === 1 ? about : null;
  }

  const purge = () =>
    retryContention(() => client.$executeRawUnsafe(`DELETE FROM \`Challenge\` WHERE \`expiresAt\` < ${time(0)}`));

  return { create, take, purge };
}
