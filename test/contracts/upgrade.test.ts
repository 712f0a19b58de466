/** The upgrade from the first database in use: every row of it is there under the newest tables. */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Database } from '../../src/storage/database/database.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { fsck } from '../../src/storage/fsck/fsck.ts';
import { migrateOnly, openStores, type StorageOptions } from '../../src/storage/stores.ts';
import { describeBackends } from './backends.ts';

/** The migrations of that version. Their text must never change. */
const first = [
  '20261120000000_first_light',
  '20261121030000_blocks',
  '20261121030000_credentials',
  '20261121031000_factors',
  '20261121190000_active_second',
];
const [ann, ben] = ['ann-0123456789ab', 'ben-0123456789ab'];
const conversation = 'channel-01234567';
const at = new Date('2026-11-25T10:20:30.456Z');
const later = new Date('2999-01-01T00:00:00.000Z');
const encryptedColumn = 'sealed';
const hash = (text: string) => text.padEnd(43, '_');

const rows: [table: string, row: Record<string, unknown>][] = [
  ...[ann, ben].map((id): [string, Record<string, unknown>] => [
    'User',
    {
      id,
      username: id.slice(0, 3),
      displayName: 'Ünï 😀',
      nameKey: 'ünï 😀',
      passwordHash: `hash of ${id}`,
      createdAt: at,
      lastSeenAt: at,
    },
  ]),
  [
    'Session',
    {
      id: 'session-01234567',
      secretHash: hash('secret'),
      userId: ann,
      createdAt: at,
      lastUsedAt: later,
      expiresAt: later,
      ip: '192.0.2.7',
      userAgent: 'old',
    },
  ],
  [
    'Channel',
    { id: conversation, lowId: ann, highId: ben, lastSeq: 2, lastMessageAt: at, blockedBy: 1, blockChangedAt: at },
  ],
  ['Member', { channelId: conversation, userId: ann, readSeq: 2, deliveredSeq: 2 }],
  [
    'Member',
    {
      channelId: conversation,
      userId: ben,
      readSeq: 1,
      deliveredSeq: 2,
      frozenReadSeq: 1,
      frozenDeliveredSeq: 2,
      frozenSeenAt: at,
    },
  ],
  ...[1, 2].map((seq): [string, Record<string, unknown>] => [
    'Message',
    {
      channelId: conversation,
      seq,
      senderId: ann,
      clientId: Buffer.alloc(16, seq),
      body: `"O'Neill" \\ ${seq} 😀`,
      sentAt: at,
    },
  ]),
  ['TotpSecret', { userId: ann, [encryptedColumn]: 'key.encrypted', createdAt: at, confirmedAt: at, lastStep: 7 }],
  ['RecoveryCode', { userId: ann, codeHash: hash('code') }],
  [
    'Passkey',
    {
      id: 'passkey-01234567',
      userId: ann,
      credentialId: 'credential',
      publicKey: 'key',
      counter: 5,
      transports: 'usb,nfc',
      name: 'Key',
      createdAt: at,
    },
  ],
  ['Challenge', { challenge: 'challenge', purpose: 'add', userId: ann, credentialVersion: 0, expiresAt: later }],
];

async function makeFirstDatabase({ databaseUrl, dataDir }: StorageOptions): Promise<void> {
  const database = await openDatabase(databaseUrl, dataDir, true);
  const { client, dialect } = database;
  await client.$executeRawUnsafe(
    `CREATE TABLE \`_prisma_migrations\` (\`id\` VARCHAR(36) NOT NULL PRIMARY KEY, \`checksum\` VARCHAR(64) NOT NULL,
    \`finished_at\` DATETIME, \`migration_name\` VARCHAR(255) NOT NULL, \`logs\` TEXT, \`rolled_back_at\` DATETIME,
    \`started_at\` DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, \`applied_steps_count\` INTEGER NOT NULL DEFAULT 0)`,
  );
  for (const name of first) {
    const sql = readFileSync(
      new URL(`../../prisma/${dialect.migrations}/${name}/migration.sql`, import.meta.url),
      'utf8',
    );
    for (const statement of sql.split(/;\s*$/m).filter((text) => text.trim() !== ''))
      await client.$executeRawUnsafe(statement);
    const checksum = createHash('sha256').update(sql).digest('hex');
    await insert(database, '_prisma_migrations', { id: randomUUID(), checksum, migration_name: name, finished_at: at });
  }
  for (const [table, row] of rows) await insert(database, table, row);
  await client.$disconnect();
}

async function insert({ client }: Database, table: string, row: Record<string, unknown>): Promise<void> {
  const names = Object.keys(row).map((name) => `\`${name}\``);
  const sql = `INSERT INTO \`${table}\` (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
  await client.$executeRawUnsafe(sql, ...Object.values(row));
}

describeBackends('the upgrade from the first database', (backend) => {
  let place: StorageOptions;
  before(async () => {
    place = await backend.makePlace();
    await makeFirstDatabase(place);
  });

  it('applies the newer migrations only, and leaves a database without faults', async () => {
    const applied = await migrateOnly(place);
    expect(applied.length).to.be.above(0);
    expect(applied.filter((name) => first.includes(name))).to.deep.equal([]);
    const report = await fsck({ ...place, repair: false, onProgress: () => {} });
    expect(report).to.deep.include({ conversations: 1, messages: 2, faults: [] });
  });

  it('keeps the values of every row', async () => {
    const { client } = await openDatabase(place.databaseUrl, place.dataDir);
    for (const [table, row] of rows) {
      const model = (client as unknown as Record<string, { findMany(): Promise<Record<string, unknown>[]> }>)[
        table.charAt(0).toLowerCase() + table.slice(1)
      ];
      const found = await model?.findMany();
      const alike = (found ?? []).filter((one) =>
        Object.entries(row).every(([name, value]) => comparable(one[name]) === comparable(value)),
      );
      expect(alike, `${table} ${JSON.stringify(row)}`).to.have.length(1);
    }
    await client.$disconnect();
  });

  it('serves the sessions, messages and factors of before', async () => {
    const stores = await openStores(place);
    const found = await stores.sessions.find([hash('secret')], { idleMs: 1_000, noteEveryMs: 1_000 });
    expect(found.get(hash('secret'))?.userId).to.equal(ann);
    expect((await stores.messages.range(conversation, 1, 9)).map(({ body }) => body)).to.have.length(2);
    expect(await stores.totp.find(ann)).to.equal('key.encrypted');
    expect((await stores.passkeys.list(ann)).map(({ counter }) => counter)).to.deep.equal([5]);
    expect((await stores.blocks.blockedPeers(ann)).map(({ userId }) => userId)).to.deep.equal([ben]);
    await stores.close();
  });
});

function comparable(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : `${value}`;
}
