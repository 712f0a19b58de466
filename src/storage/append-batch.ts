/** Stores a batch of messages in one transaction: locks the channels, numbers, inserts, advances; finds repeats. */
import type { Appended, ChannelId, Draft, NewMessage, SessionId, StoredMessage } from '../chat/ports.ts';
import { Refusal } from '../protocol/refusals.ts';
import type { Outcome } from './append-queue.ts';
import { type Database, placeholders, type Transaction, transact } from './database.ts';
import { isDuplicateKey, retryContention } from './database-faults.ts';
import { asStoredMessage, bytesOf, type MessageRow } from './message-rows.ts';

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
  const lastSeqs = await lockChannels(tx, dialect.lockFreeRows, drafts);
  const live = await findLiveSessions(tx, drafts);
  const added: StoredMessage[] = [];
  const sentAt = new Date();
  const outcomes = drafts.map((draft): Outcome => {
    if (!live.has(draft.sessionId)) return new Refusal('unauthorized', 'This session has ended.');
    const key = keyOf(draft);
    const earlier = known.get(key);
    if (earlier) return repeat(draft, earlier);
    const lastSeq = lastSeqs.get(draft.channelId);
    if (lastSeq === undefined) return 'busy';
    const { sessionId: _, ...written } = draft;
    const message = { ...written, seq: lastSeq + 1, sentAt };
    lastSeqs.set(draft.channelId, message.seq);
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

async function lockChannels(tx: Transaction, lock: string, drafts: Draft[]): Promise<Map<ChannelId, number>> {
  const ids = [...new Set(drafts.map((draft) => draft.channelId))];
  const sql = `SELECT \`id\`, \`lastSeq\` FROM \`Channel\` WHERE \`id\` IN (${placeholders(ids.length)}) ORDER BY \`id\` ${lock}`;
  const rows = await tx.$queryRawUnsafe<{ id: ChannelId; lastSeq: number }[]>(sql, ...ids);
  return new Map(rows.map((row) => [row.id, row.lastSeq]));
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
