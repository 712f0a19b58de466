/** Rows written straight into a node's database: people, sessions with their cookies, conversations and messages. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Signer } from '@fastify/cookie';
import argon2 from 'argon2';
import { type Database, placeholders } from '../src/storage/database/database.ts';

export interface SeededPerson {
  id: string;
  username: string;
}

export interface SignedInPerson extends SeededPerson {
  /** Of a live session: what a browser would send. */
  cookie: string;
}

export const seededPassword = 'correct horse battery staple';
export const argon2Cost = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const rowsPerStatement = 1_000;
const day = 86_400_000;

type Row = readonly (string | number | Date | Uint8Array | null)[];

/** Inserts rows, many in each statement; tells how far it is after each. */
export async function insertRows(
  { client }: Database,
  table: string,
  columns: readonly string[],
  rows: Iterable<Row>,
  onProgress: (count: number) => void = () => {},
): Promise<void> {
  const names = columns.map((column) => `\`${column}\``).join(', ');
  const insert = (batch: readonly Row[]) =>
    client.$executeRawUnsafe(
      `INSERT INTO \`${table}\` (${names}) VALUES ${placeholders(batch.length, columns.length)}`,
      ...batch.flat(),
    );
  let batch: Row[] = [];
  let count = 0;
  for (const row of rows) {
    batch.push(row);
    count += 1;
    if (batch.length < rowsPerStatement) continue;
    await insert(batch);
    batch = [];
    onProgress(count);
  }
  if (batch.length > 0) await insert(batch);
}

/** The id of the so-many-th row of its kind: 16 characters, in order, the kind in front. */
export const seededId = (kind: string, index: number) => `${kind}${`${index}`.padStart(16 - kind.length, '0')}`;

const userColumns = ['id', 'username', 'displayName', 'nameKey', 'passwordHash', 'createdAt'];

/** @param kind - one word for these people; the start of their names. */
export async function seedPeople(
  database: Database,
  kind: string,
  count: number,
  onProgress?: (count: number) => void,
): Promise<SeededPerson[]> {
  const hash = await argon2.hash(seededPassword, argon2Cost);
  const now = new Date();
  const people = Array.from({ length: count }, (_, index) => {
    const id = seededId(kind, index);
    return { id, username: `${kind}-${id.slice(kind.length)}` };
  });
  const rows = people.map(({ id, username }) => [id, username, username, username, hash, now]);
  await insertRows(database, 'User', userColumns, rows, onProgress);
  return people;
}

const sessionColumns = ['id', 'secretHash', 'userId', 'createdAt', 'lastUsedAt', 'expiresAt', 'ip', 'userAgent'];

/** Gives each of them a session, and the cookie that a login would have set. */
export async function signInAll(
  database: Database,
  people: readonly SeededPerson[],
  sessionSecret: string,
): Promise<SignedInPerson[]> {
  const signer = new Signer([sessionSecret]);
  const now = new Date();
  const expiresAt = new Date(now.getTime() + day);
  const signedIn = people.map((user) => ({ user, secret: randomBytes(24).toString('base64url') }));
  const rows = signedIn.map(({ user, secret }) => {
    const hash = createHash('sha256').update(secret).digest('base64url');
    return [hash.slice(0, 16), hash, user.id, now, now, expiresAt, '127.0.0.1', 'benchmark'];
  });
  await insertRows(database, 'Session', sessionColumns, rows);
  return signedIn.map(({ user, secret }) => ({
    ...user,
    cookie: `sessionId=${encodeURIComponent(signer.sign(secret))}`,
  }));
}

export interface SeededChannel {
  id: string;
  low: SeededPerson;
  high: SeededPerson;
  messages: number;
}

/** Opens the conversation of each pair with its last message's place; the messages are seeded apart. */
export async function seedChannels(database: Database, channels: readonly SeededChannel[]): Promise<void> {
  const now = Date.now();
  const rows = channels.map(({ id, low, high, messages }, index) => {
    return [id, low.id, high.id, messages, messages > 0 ? new Date(now - index) : null];
  });
  await insertRows(database, 'Channel', ['id', 'lowId', 'highId', 'lastSeq', 'lastMessageAt'], rows);
  const members = channels.flatMap(({ id, low, high, messages }) =>
    [low, high].map((user) => [id, user.id, messages, messages]),
  );
  await insertRows(database, 'Member', ['channelId', 'userId', 'readSeq', 'deliveredSeq'], members);
}

const messageColumns = ['channelId', 'seq', 'senderId', 'clientId', 'body', 'sentAt'];

/** Fills the channels with as many messages of 64 bytes as each says it has. */
export async function seedMessages(
  database: Database,
  channels: readonly SeededChannel[],
  onProgress?: (count: number) => void,
): Promise<void> {
  const sentAt = new Date();
  const body = 'm'.repeat(64);
  const clientId = Buffer.from(randomUUID().replaceAll('-', ''), 'hex');
  let made = 0;
  function* rows(): Generator<Row> {
    for (const { id, low, high, messages } of channels) {
      for (let seq = 1; seq <= messages; seq += 1) {
        made += 1;
        clientId.writeUInt32BE(made, 0); // In order, as no client makes them: ten million then take minutes, not an hour.
        yield [id, seq, seq % 2 === 0 ? low.id : high.id, Uint8Array.from(clientId), body, sentAt];
      }
    }
  }
  await insertRows(database, 'Message', messageColumns, rows(), onProgress);
}
