/** Measures durable inserts of MariaDB alone: message rows inserted by the driver in multi-row statements. */
import { randomBytes } from 'node:crypto';
import { createConnection } from 'mariadb';
import { migrateOnly } from '../src/storage/stores.ts';
import { seededId } from './seeded-rows.ts';
import type { Stage } from './stage.ts';

const rowsPerStatement = 100;

/** Returns rows per second on one connection. */
export async function measureInsertRate(stage: Stage): Promise<number> {
  const [mariadb] = await stage.backends();
  const databaseUrl = await mariadb.createDatabase();
  await migrateOnly({ databaseUrl, dataDir: '' });
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  const connection = await createConnection({
    host: hostname,
    port: Number(port),
    user: username,
    password,
    database: pathname.slice(1),
  });
  try {
    const startedAt = performance.now();
    let seq = 0;
    while (performance.now() - startedAt < stage.plan.measureMs) {
      await connection.query(sql, valuesFrom(seq));
      seq += rowsPerStatement;
    }
    return (seq * 1_000) / (performance.now() - startedAt);
  } finally {
    await connection.end();
  }
}

const row = '(?, ?, ?, ?, ?, ?)';
const sql = `INSERT INTO \`Message\` (\`channelId\`, \`seq\`, \`senderId\`, \`clientId\`, \`body\`, \`sentAt\`) VALUES ${Array(rowsPerStatement).fill(row).join(', ')}`;

function valuesFrom(first: number): unknown[] {
  const sentAt = new Date();
  const body = 'm'.repeat(64);
  return Array.from({ length: rowsPerStatement }, (_, index) => {
    const channel = seededId('c', index);
    return [channel, first + index, channel, randomBytes(16), body, sentAt];
  }).flat();
}
