/** Stores a batch of messages in one transaction: locks their conversations, numbers and inserts, finds repeats. */

import type { ConversationId, SessionId, UserId } from '../../engine/ports/identifiers.ts';
import type { MessageContent, NewMessage, StoredMessage } from '../../engine/ports/message-port.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { sideOf } from '../conversations/conversation-members.ts';
import { type Database, placeholders } from '../database/database.ts';
import { isDuplicateKey, retryContention } from '../database/database-faults.ts';
import type { Decision, Row, Statement, Writer } from '../database/writer.ts';
import { type AppendOutcome, busy, refused } from './append-outcome.ts';
import { asStoredMessage, bytesOf, type MessageRow } from './message-rows.ts';

interface LockedConversation extends Row {
  id: ConversationId;
  lowId: UserId;
  lastSeq: number;
  /** The sides that have set a block, and `deserted` (credential-store): nothing is appended unless it is 0. */
  blockedBy: number;
}

/** Stored messages by `keyOf`. */
type Stored = Map<string, StoredMessage>;

/** Answers one outcome for each message, in order. Retries when the transaction lost a race for rows. */
export async function commitBatch(
  database: Database,
  writer: Writer,
  messages: NewMessage[],
): Promise<AppendOutcome[]> {
  const reads = [lockConversations(messages, database.dialect.lockFreeRows), findLiveSessions(messages)];
  const store = (known: Stored) =>
    writer.commit(reads, ([conversations = [], sessions = []]) => {
      const live = new Set(sessions.map(({ id }) => id as SessionId));
      return append(messages, conversations as LockedConversation[], live, known, writer.timestamp);
    });
  const outcomes = await retryContention(async () => {
    try {
      return await store(new Map());
    } catch (error) {
      // Repeats are rare: the batch looks for them only after a duplicate key, then starts again.
      if (!isDuplicateKey(error)) throw error;
      return store(await findRepeats(database, messages));
    }
  });
  return outcomes.some(isBlocked) ? answerRepeats(database, messages, outcomes) : outcomes;
}

/** @param known - messages stored before; the messages that the batch stores are added. */
function append(
  messages: NewMessage[],
  locked: LockedConversation[],
  live: ReadonlySet<SessionId>,
  known: Stored,
  timestamp: Writer['timestamp'],
): Decision<AppendOutcome[]> {
  const conversations = new Map(locked.map((conversation) => [conversation.id, conversation]));
  const added: StoredMessage[] = [];
  const sentAt = new Date();
  const result = messages.map((message): AppendOutcome => {
    if (!live.has(message.sessionId)) return refused(new Refusal('unauthorized', 'This session has ended.'));
    const key = keyOf(message);
    const earlier = known.get(key);
    if (earlier) return repeat(message, earlier);
    const conversation = conversations.get(message.channelId);
    if (!conversation) return busy;
    if (conversation.blockedBy !== 0) return refuseBlocked(message, conversation);
    conversation.lastSeq += 1;
    const { channelId, senderId, clientId, body } = message;
    const stored = { channelId, senderId, clientId, body, seq: conversation.lastSeq, sentAt };
    known.set(key, stored);
    added.push(stored);
    return { kind: 'stored', message: stored, repeated: false };
  });
  const at = timestamp(sentAt);
  return { writes: added.length > 0 ? [insert(added, at), ...advance(added, at)] : [], result };
}

/** The database is asked, not the node: the node may have missed that the session ended elsewhere. */
function findLiveSessions(messages: NewMessage[]): Statement {
  const ids = [...new Set(messages.map((message) => message.sessionId))];
  const sql = `SELECT \`id\` FROM \`Session\` WHERE \`id\` IN (${placeholders(ids.length)}) AND \`endedAt\` IS NULL`;
  return { sql, values: ids };
}

/** A block takes the same lock: a block that was acknowledged on any node is seen here. */
function lockConversations(messages: NewMessage[], lock: string): Statement {
  const ids = [...new Set(messages.map((message) => message.channelId))];
  const columns = '`id`, `lowId`, `lastSeq`, `blockedBy`';
  const sql = `SELECT ${columns} FROM \`Channel\` WHERE \`id\` IN (${placeholders(ids.length)}) ORDER BY \`id\` ${lock}`;
  return { sql, values: ids };
}

function refuseBlocked({ senderId }: NewMessage, conversation: LockedConversation): AppendOutcome {
  const mine = (conversation.blockedBy & sideOf(senderId, conversation)) !== 0;
  const reason = mine ? 'You have blocked this person.' : 'This person does not receive your messages.';
  return refused(new Refusal('forbidden', reason));
}

const isBlocked = (outcome: AppendOutcome) => outcome.kind === 'refused' && outcome.refusal.code === 'forbidden';

/** A message that was stored before the block is still answered as stored: a retry must not report a failure. */
async function answerRepeats(
  database: Database,
  messages: NewMessage[],
  outcomes: AppendOutcome[],
): Promise<AppendOutcome[]> {
  const known = await findRepeats(
    database,
    messages.filter((_, index) => isBlocked(outcomes[index] as AppendOutcome)),
  );
  return messages.map((message, index) => {
    const outcome = outcomes[index] as AppendOutcome;
    const earlier = isBlocked(outcome) && known.get(keyOf(message));
    return earlier ? repeat(message, earlier) : outcome;
  });
}

/** Reads outside of the transaction: a stored message never changes. */
async function findRepeats({ client }: Database, messages: NewMessage[]): Promise<Stored> {
  const keys = messages.map(() => '(`senderId` = ? AND `clientId` = ?)').join(' OR ');
  const sql = `SELECT \`channelId\`, \`seq\`, \`senderId\`, \`clientId\`, \`body\`, \`sentAt\` FROM \`Message\` WHERE ${keys}`;
  const values = messages.flatMap((message) => [message.senderId, bytesOf(message.clientId)]);
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

/** One statement for all conversations with the same number of new messages: most have one, so there are few statements. */
function advance(messages: StoredMessage[], at: string): Statement[] {
  const counts = new Map<ConversationId, number>();
  for (const { channelId } of messages) counts.set(channelId, (counts.get(channelId) ?? 0) + 1);
  return [...new Set(counts.values())].map((count) => {
    const ids = [...counts].filter(([, one]) => one === count).map(([id]) => id);
    const sql = `UPDATE \`Channel\` SET \`lastSeq\` = \`lastSeq\` + ?, \`lastMessageAt\` = ? WHERE \`id\` IN (${placeholders(ids.length)})`;
    return { sql, values: [count, at, ...ids] };
  });
}

function repeat(message: NewMessage, earlier: StoredMessage): AppendOutcome {
  const isSame = earlier.channelId === message.channelId && earlier.body === message.body;
  if (isSame) return { kind: 'stored', message: earlier, repeated: true };
  return refused(new Refusal('conflict', 'This clientId was used before, for another message.'));
}

const keyOf = ({ senderId, clientId }: MessageContent) => `${senderId} ${clientId}`;
