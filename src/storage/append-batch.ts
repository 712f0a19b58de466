/** Stores a batch of messages in one transaction: locks the channels, numbers, inserts, advances; finds repeats. */
import type { Appended, ChannelId, Draft, NewMessage, SessionId, StoredMessage, UserId } from '../chat/ports.ts';
import { Refusal } from '../protocol/refusals.ts';
import type { Outcome } from './append-queue.ts';
import { sideOf } from './block-store.ts';
import { type Database, placeholders, type Transaction, transact } from './database.ts';
import { isDuplicateKey, retryContention } from './database-faults.ts';
import { asStoredMessage, bytesOf, type MessageRow } from './message-rows.ts';

interface LockedChannel {
  id: ChannelId;
  lowId: UserId;
  lastSeq: number;
  /** `block-store` says what it holds. */
  blockedBy: number;
}

/**
 * Answers one outcome for each draft, in order. A draft whose channel another node holds is `busy` and stores nothing.
 * Losing a race for rows is tried again.
 */
export function commitBatch(database: Database, drafts: Draft[]): Promise<Outcome[]> {
  return retryContention(() => commit(database, drafts));
}

/** Repeats are rare: they are looked for only when the key says that there is one, and then the batch starts anew. */
async function commit(database: Database, drafts: Draft[]): Promise<Outcome[]> {
  try {
    return await transact(database, (tx) => append(tx, database, drafts, new Map()));
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return transact(database, async (tx) => append(tx, database, drafts, await findRepeats(tx, drafts)));
  }
}

/** @param known - what was stored before, by `keyOf`; what the batch itself stores is added. */
async function append(tx: Transaction, { dialect }: Database, drafts: Draft[], known: Map<string, StoredMessage>) {
  const channels = await lockChannels(tx, dialect.lockFreeRows, drafts);
  const live = await findLiveSessions(tx, drafts);
  // What was stored before the block is still answered as stored: a retry must not tell that it failed.
  const barred = drafts.filter(({ channelId }) => channels.get(channelId)?.blockedBy);
  if (barred.length > 0) for (const [key, message] of await findRepeats(tx, barred)) known.set(key, message);
  const added: StoredMessage[] = [];
  const sentAt = new Date();
  const outcomes = drafts.map((draft): Outcome => {
    if (!live.has(draft.sessionId)) return new Refusal('unauthorized', 'This session has ended.');
    const key = keyOf(draft);
    const earlier = known.get(key);
    if (earlier) return repeat(draft, earlier);
    const channel = channels.get(draft.channelId);
    if (!channel) return 'busy';
    if (channel.blockedBy !== 0) return refuseBlocked(draft, channel);
    const { sessionId: _, ...written } = draft;
    channel.lastSeq += 1;
    const message = { ...written, seq: channel.lastSeq, sentAt };
    known.set(key, message);
    added.push(message);
    return { message, repeated: false };
  });
  if (added.length > 0) {
    await insert(tx, added);
    await advance(tx, added, sentAt);
  }
  return outcomes;
}

/** Asked here and not of the node: it may have slept, or lost the word, while the session was ended elsewhere. */
async function findLiveSessions(tx: Transaction, drafts: Draft[]): Promise<Set<SessionId>> {
  const ids = [...new Set(drafts.map((draft) => draft.sessionId))];
  const sql = `SELECT \`id\` FROM \`Session\` WHERE \`id\` IN (${placeholders(ids.length)}) AND \`endedAt\` IS NULL`;
  const rows = await tx.$queryRawUnsafe<{ id: SessionId }[]>(sql, ...ids);
  return new Set(rows.map((row) => row.id));
}

/** A block is set under the same lock: one that was acknowledged is seen here, on whatever node. */
async function lockChannels(tx: Transaction, lock: string, drafts: Draft[]): Promise<Map<ChannelId, LockedChannel>> {
  const ids = [...new Set(drafts.map((draft) => draft.channelId))];
  const columns = '`id`, `lowId`, `lastSeq`, `blockedBy`';
  const sql = `SELECT ${columns} FROM \`Channel\` WHERE \`id\` IN (${placeholders(ids.length)}) ORDER BY \`id\` ${lock}`;
  const rows = await tx.$queryRawUnsafe<LockedChannel[]>(sql, ...ids);
  return new Map(rows.map((row) => [row.id, row]));
}

function refuseBlocked({ senderId }: Draft, { lowId, blockedBy }: LockedChannel): Refusal {
  const mine = (blockedBy & sideOf(senderId, lowId)) !== 0;
  return new Refusal(
    'forbidden',
    mine ? 'You have blocked this person.' : 'This person does not receive your messages.',
  );
}

async function findRepeats(tx: Transaction, drafts: Draft[]): Promise<Map<string, StoredMessage>> {
  const keys = drafts.map(() => '(`senderId` = ? AND `clientId` = ?)').join(' OR ');
  const sql = `SELECT \`channelId\`, \`seq\`, \`senderId\`, \`clientId\`, \`body\`, \`sentAt\` FROM \`Message\` WHERE ${keys}`;
  const values = drafts.flatMap((draft) => [draft.senderId, bytesOf(draft.clientId)]);
  const rows = await tx.$queryRawUnsafe<MessageRow[]>(sql, ...values);
  return new Map(rows.map(asStoredMessage).map((message) => [keyOf(message), message]));
}

async function insert(tx: Transaction, messages: StoredMessage[]): Promise<void> {
  const columns = '`channelId`, `seq`, `senderId`, `clientId`, `body`, `sentAt`';
  const sql = `INSERT INTO \`Message\` (${columns}) VALUES ${placeholders(messages.length, 6)}`;
  const values = messages.flatMap(({ channelId, seq, senderId, clientId, body, sentAt }) => [
    channelId,
    seq,
    senderId,
    bytesOf(clientId),
    body,
    sentAt,
  ]);
  await tx.$executeRawUnsafe(sql, ...values);
}

async function advance(tx: Transaction, messages: StoredMessage[], sentAt: Date): Promise<void> {
  const reached = new Map(messages.map((message) => [message.channelId, message.seq])); // The last of each wins.
  const cases = [...reached].map(() => 'WHEN ? THEN ?').join(' ');
  const sql = `UPDATE \`Channel\` SET \`lastSeq\` = CASE \`id\` ${cases} END, \`lastMessageAt\` = ? WHERE \`id\` IN (${placeholders(reached.size)})`;
  await tx.$executeRawUnsafe(sql, ...[...reached].flat(), sentAt, ...reached.keys());
}

function repeat(draft: Draft, message: StoredMessage): Appended | Refusal {
  if (message.channelId === draft.channelId && message.body === draft.body) return { message, repeated: true };
  return new Refusal('conflict', 'This clientId was used before, for another message.');
}

const keyOf = ({ senderId, clientId }: NewMessage) => `${senderId} ${clientId}`;
