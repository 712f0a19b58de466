/** Inserts users, sessions, conversations and messages directly into a node's database. */

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Signer } from '@fastify/cookie';
import argon2 from 'argon2';
import { namePrefixes } from '../src/protocol/name-words.ts';
import { type Database, placeholders } from '../src/storage/database/database.ts';

export interface SeededUser {
  id: string;
  username: string;
}

export interface SignedInUser extends SeededUser {
  /** The cookie of a live session, as a browser sends it. */
  cookie: string;
}

export const seededPassword = 'correct horse battery staple';
export const argon2Cost = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const rowsPerStatement = 1_000;
const day = 86_400_000;

type Row = readonly (string | number | Date | Uint8Array | null)[];

/** Inserts rows in multi-row statements and reports progress after each. */
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

/** Returns a 16-character id: the kind, then the index; ids sort by index. */
export const seededId = (kind: string, index: number) => `${kind}${`${index}`.padStart(16 - kind.length, '0')}`;

const userColumns = ['id', 'username', 'displayName', 'nameKey', 'passwordHash', 'createdAt'];

/** An older build, which `bench:builds` compares with, has no index of names. */
const hasNameIndex = ({ client }: Database): Promise<boolean> =>
  client.$queryRawUnsafe('SELECT 1 FROM `NamePrefix` LIMIT 1').then(
    () => true,
    () => false,
  );

/** @param kind - prefix of the ids and usernames. */
export async function seedUsers(
  database: Database,
  kind: string,
  count: number,
  onProgress?: (count: number) => void,
): Promise<SeededUser[]> {
  const hash = await argon2.hash(seededPassword, argon2Cost);
  const now = new Date();
  const users = Array.from({ length: count }, (_, index) => {
    const id = seededId(kind, index);
    return { id, username: `${kind}-${id.slice(kind.length)}` };
  });
  const isIndexed = await hasNameIndex(database);
  // With the row, so that no node adds the prefixes, too.
  const indexed = (value: string) => (isIndexed ? [value] : []);
  const rows = users.map(({ id, username }) => [id, username, username, username, hash, now, ...indexed(username)]);
  await insertRows(database, 'User', [...userColumns, ...indexed('indexedName')], rows, onProgress);
  if (isIndexed) await insertRows(database, 'NamePrefix', ['prefix', 'username'], prefixRows(users));
  return users;
}

/** The rows by which a search finds the users. */
function* prefixRows(users: readonly SeededUser[]): Generator<Row> {
  for (const { username } of users) for (const prefix of namePrefixes(username)) yield [prefix, username];
}

const sessionColumns = ['id', 'secretHash', 'userId', 'createdAt', 'lastUsedAt', 'expiresAt', 'ip', 'userAgent'];

/** Creates a session for each user and returns the cookie that a login would set. */
export async function signInAll(
  database: Database,
  users: readonly SeededUser[],
  sessionSecret: string,
): Promise<SignedInUser[]> {
  const signer = new Signer([sessionSecret]);
  const now = new Date();
  const expiresAt = new Date(now.getTime() + day);
  const signedIn = users.map((user) => ({ user, secret: randomBytes(24).toString('base64url') }));
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

export interface SeededConversation {
  id: string;
  low: SeededUser;
  high: SeededUser;
  messages: number;
  /** Of its last message; by default the conversations follow each other a millisecond apart, the first one now. */
  lastMessageAt?: Date;
}

/** Inserts conversations with their last `seq`; `seedMessages` inserts the messages. */
export async function seedConversations(
  database: Database,
  conversations: readonly SeededConversation[],
): Promise<void> {
  const now = Date.now();
  const rows = conversations.map(({ id, low, high, messages, lastMessageAt }, index) => {
    return [id, low.id, high.id, messages, messages > 0 ? (lastMessageAt ?? new Date(now - index)) : null];
  });
  await insertRows(database, 'Channel', ['id', 'lowId', 'highId', 'lastSeq', 'lastMessageAt'], rows);
  const members = conversations.flatMap(({ id, low, high, messages }) =>
    [low, high].map((user) => [id, user.id, messages, messages]),
  );
  await insertRows(database, 'Member', ['channelId', 'userId', 'readSeq', 'deliveredSeq'], members);
}

const messageColumns = ['channelId', 'seq', 'senderId', 'clientId', 'body', 'sentAt'];

export interface SeededContent {
  body: string;
  sentAt: Date;
}

/** All with 64 bytes, sent now. */
function sameContent(): () => SeededContent {
  const content = { body: 'm'.repeat(64), sentAt: new Date() };
  return () => content;
}

/** Inserts the stated number of messages into each conversation. */
export async function seedMessages(
  database: Database,
  conversations: readonly SeededConversation[],
  onProgress?: (count: number) => void,
  contentOf: (conversation: SeededConversation, seq: number) => SeededContent = sameContent(),
): Promise<void> {
  const clientId = Buffer.from(randomUUID().replaceAll('-', ''), 'hex');
  let made = 0;
  function* rows(): Generator<Row> {
    for (const conversation of conversations) {
      const { id, low, high, messages } = conversation;
      for (let seq = 1; seq <= messages; seq += 1) {
        made += 1;
        clientId.writeUInt32BE(made, 0); // Ascending ids: ten million rows take minutes, not an hour.
        const { body, sentAt } = contentOf(conversation, seq);
        yield [id, seq, seq % 2 === 0 ? low.id : high.id, Uint8Array.from(clientId), body, sentAt];
      }
    }
  }
  await insertRows(database, 'Message', messageColumns, rows(), onProgress);
}
