/** Stores a batch of messages in one transaction: locks the channels, numbers, inserts, advances; finds repeats. */

import type { ConversationId, SessionId, UserId } from '../../engine/ports/identifiers.ts';
import type { Appended, MessageContent, NewMessage, StoredMessage } from '../../engine/ports/message-port.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { sideOf } from '../conversations/block-store.ts';
import { type Database, placeholders } from '../database/database.ts';
import { isDuplicateKey, retryContention } from '../database/database-faults.ts';
import type { Decision, Row, Statement, Writer } from '../database/writer.ts';
import type { Outcome } from './append-queue.ts';
import { storeAlone } from './lone-message.ts';
import { asStoredMessage, bytesOf, type MessageRow } from './message-rows.ts';

interface LockedChannel extends Row {
  id: ConversationId;
  lowId: UserId;
  lastSeq: number;
  /** `block-store` says what it holds. */
  blockedBy: number;
}

/** Messages by `keyOf`. */
type Stored = Map<string, StoredMessage>;

/**
 * Answers one outcome for each draft, in order. A draft whose channel another node holds is `busy` and stores nothing.
 * Losing a race for rows is tried again.
 */
export async function commitBatch(database: Database, writer: Writer, drafts: NewMessage[]): Promise<Outcome[]> {
  const [draft, ...others] = drafts;
  const message = draft && others.length === 0 ? await storeAlone(writer, draft) : null;
  if (message) return [{ message, repeated: false }];
  const reads = [lockChannels(drafts, database.dialect.lockFreeRows), findLiveSessions(drafts)];
  const store = (known: Stored) =>
    writer.commit(reads, ([channels = [], sessions = []]) => {
      const live = new Set(sessions.map(({ id }) => id as SessionId));
      return append(drafts, channels as LockedChannel[], live, known, writer.timestamp);
    });
  const outcomes = await retryContention(async () => {
    try {
      return await store(new Map());
    } catch (error) {
      // Repeats are rare: they are looked for only when the key says that there is one, and then the batch starts anew.
      if (!isDuplicateKey(error)) throw error;
      return store(await findRepeats(database, drafts));
    }
  });
  return outcomes.some(isBlocked) ? answerRepeats(database, drafts, outcomes) : outcomes;
}

/** @param known - what was stored before; what the batch itself stores is added. */
function append(
  drafts: NewMessage[],
  locked: LockedChannel[],
  live: ReadonlySet<SessionId>,
  known: Stored,
  timestamp: Writer['timestamp'],
): Decision<Outcome[]> {
  const channels = new Map(locked.map((channel) => [channel.id, channel]));
  const added: StoredMessage[] = [];
  const sentAt = new Date();
  const result = drafts.map((draft): Outcome => {
    if (!live.has(draft.sessionId)) return new Refusal('unauthorized', 'This session has ended.');
    const key = keyOf(draft);
    const earlier = known.get(key);
    if (earlier) return repeat(draft, earlier);
    const channel = channels.get(draft.channelId);
    if (!channel) return 'busy';
    if (channel.blockedBy !== 0) return refuseBlocked(draft, channel);
    channel.lastSeq += 1;
    const { channelId, senderId, clientId, body } = draft;
    const message = { channelId, senderId, clientId, body, seq: channel.lastSeq, sentAt };
    known.set(key, message);
    added.push(message);
    return { message, repeated: false };
  });
  const at = timestamp(sentAt);
  return { writes: added.length > 0 ? [insert(added, at), ...advance(added, at)] : [], result };
}

/** Asked here and not of the node: it may have slept, or lost the word, while the session was ended elsewhere. */
function findLiveSessions(drafts: NewMessage[]): Statement {
  const ids = [...new Set(drafts.map((draft) => draft.sessionId))];
  const sql = `SELECT \`id\` FROM \`Session\` WHERE \`id\` IN (${placeholders(ids.length)}) AND \`endedAt\` IS NULL`;
  return { sql, values: ids };
}

/** A block is set under the same lock: one that was acknowledged is seen here, on whatever node. */
function lockChannels(drafts: NewMessage[], lock: string): Statement {
  const ids = [...new Set(drafts.map((draft) => draft.channelId))];
  const columns = '`id`, `lowId`, `lastSeq`, `blockedBy`';
  const sql = `SELECT ${columns} FROM \`Channel\` WHERE \`id\` IN (${placeholders(ids.length)}) ORDER BY \`id\` ${lock}`;
  return { sql, values: ids };
}

function refuseBlocked({ senderId }: NewMessage, { lowId, blockedBy }: LockedChannel): Refusal {
  const mine = (blockedBy & sideOf(senderId, lowId)) !== 0;
  return new Refusal(
    'forbidden',
    mine ? 'You have blocked this person.' : 'This person does not receive your messages.',
  );
}

const isBlocked = (outcome: Outcome) => outcome instanceof Refusal && outcome.code === 'forbidden';

/** What was stored before the block is still answered as stored: a retry must not tell that it failed. */
async function answerRepeats(database: Database, drafts: NewMessage[], outcomes: Outcome[]): Promise<Outcome[]> {
  const known = await findRepeats(
    database,
    drafts.filter((_, index) => isBlocked(outcomes[index] as Outcome)),
  );
  return drafts.map((draft, index) => {
    const outcome = outcomes[index] as Outcome;
    const earlier = isBlocked(outcome) && known.get(keyOf(draft));
    return earlier ? repeat(draft, earlier) : outcome;
  });
}

/** Outside of the transaction: what was stored once stays. */
async function findRepeats({ client }: Database, drafts: NewMessage[]): Promise<Stored> {
  const keys = drafts.map(() => '(`senderId` = ? AND `clientId` = ?)').join(' OR ');
  const sql = `SELECT \`channelId\`, \`seq\`, \`senderId\`, \`clientId\`, \`body\`, \`sentAt\` FROM \`Message\` WHERE ${keys}`;
  const values = drafts.flatMap((draft) => [draft.senderId, bytesOf(draft.clientId)]);
  const rows = await client.$queryRawUnsafe<MessageRow[]>(sql, ...values);
  return new Map(rows.map(asStoredMessage).map((message) => [keyOf(message), message]));
}

function insert(messages: StoredMessage[], at: string): Statement {
  const columns = '`channelId`, `seq`, `senderId`, `clientId`, `body`, `sentAt`';
  const sql = `INSERT INTO \`Message\` (${columns}) VALUES ${placeholders(messages.length, 6)}`;
  const values: unknown[] = [];
  for (const { channelId, seq, senderId, clientId, body } of messages) {
    values.push(channelId, seq, senderId, bytesOf(clientId), body, at);
  }
  return { sql, values };
}

/** One statement for all channels that got as many messages: most got one, and no row is looked up in a list of cases. */
function advance(messages: StoredMessage[], at: string): Statement[] {
  const counts = new Map<ConversationId, number>();
  for (const { channelId } of messages) counts.set(channelId, (counts.get(channelId) ?? 0) + 1);
  return [...new Set(counts.values())].map((count) => {
    const ids = [...counts].filter(([, one]) => one === count).map(([id]) => id);
    const sql = `UPDATE \`Channel\` SET \`lastSeq\` = \`lastSeq\` + ?, \`lastMessageAt\` = ? WHERE \`id\` IN (${placeholders(ids.length)})`;
    return { sql, values: [count, at, ...ids] };
  });
}

function repeat(draft: NewMessage, message: StoredMessage): Appended | Refusal {
  if (message.channelId === draft.channelId && message.body === draft.body) return { message, repeated: true };
  return new Refusal('conflict', 'This clientId was used before, for another message.');
}

const keyOf = ({ senderId, clientId }: MessageContent) => `${senderId} ${clientId}`;
