/** Stores a batch of messages in one transaction: locks their conversations, numbers and inserts, finds repeats. */

import type { ConversationId, SessionId, UserId } from '../../engine/ports/identifiers.ts';
import type { NewMessage, StoredMessage } from '../../engine/ports/message-port.ts';
import { nothingToAnswer } from '../../engine/ports/reply-refusal.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { sideOf } from '../conversations/conversation-members.ts';
import { type Database, placeholders } from '../database/database.ts';
import { isDuplicateKey, retryContention } from '../database/database-faults.ts';
import type { Dialect } from '../database/dialect.ts';
import type { Decision, Row, Statement, Writer } from '../database/writer.ts';
import { type AppendOutcome, busy, refused } from './append-outcome.ts';
import { findKnown, type KnownMessage, type KnownMessages, keyOf } from './known-messages.ts';
import { attachStatements, createWantedFiles, wantedFilesStatement } from './message-files.ts';
import { collectQuotes, type QuoteRow, quotesStatement, withQuote } from './message-quotes.ts';
import { bytesOf } from './message-rows.ts';
import { collectRoomMembers, noRoom, type RoomMembers, roomMembersStatement } from './sending-members.ts';

interface LockedConversation extends Row {
  id: ConversationId;
  lowId: UserId;
  lastSeq: number;
  /** The sides that have set a block, and `deserted` (credential-store): nothing is appended unless it is 0. */
  blockedBy: number;
  /**
   * The time of the next message, as text of the database. The clocks of nodes differ, and the database's may be set back:
   * the times of a conversation never are.
   */
  nextAt: string;
}

/** A new message with the message that it answers, if that one exists. */
type QuotedMessage = NewMessage & Pick<StoredMessage, 'quote'>;

/** A message that the batch stores, with its time as text of the database. */
interface AddedMessage {
  message: StoredMessage;
  at: string;
}

/** Answers one outcome for each message, in order. Retries when the transaction lost a race for rows. */
export async function commitBatch(
  database: Database,
  writer: Writer,
  messages: NewMessage[],
): Promise<AppendOutcome[]> {
  const { dialect } = database;
  // Most batches have neither replies nor rooms nor files: for them nothing more is read.
  const [quoted, wanted] = [quotesStatement(messages), wantedFilesStatement(messages, dialect)];
  const joined = roomMembersStatement(messages);
  const reads = [lockConversations(messages, dialect), findLiveSessions(messages)];
  for (const more of [quoted, joined, wanted]) if (more) reads.push(more);
  const store = (known: KnownMessages) =>
    writer.commit(reads, ([conversations = [], sessions = [], ...more]) => {
      const live = new Set(sessions.map(({ id }) => id as SessionId));
      const found = collectQuotes((quoted ? more.shift() : []) as QuoteRow[]);
      const members = collectRoomMembers(joined ? more.shift() : []);
      const files = createWantedFiles(more[0] ?? []);
      const answered = messages.map((message) => withQuote(message, found));
      return append(answered, { locked: conversations as LockedConversation[], live, known, members, files }, dialect);
    });
  const outcomes = await retryContention(async () => {
    try {
      return await store(new Map());
    } catch (error) {
      // Repeats are rare: the batch looks for them only after a duplicate key, then starts again.
      if (!isDuplicateKey(error)) throw error;
      return store(await findKnown(database, messages));
    }
  });
  const mayRepeat = (message: NewMessage, index: number) => hidesRepeat(message, outcomes[index] as AppendOutcome);
  return messages.some(mayRepeat) ? answerRepeats(database, messages, outcomes) : outcomes;
}

/** The rows that the transaction has found. */
interface Found {
  locked: LockedConversation[];
  live: ReadonlySet<SessionId>;
  /** Messages stored before; the messages that the batch stores are added. */
  known: KnownMessages;
  members: RoomMembers;
  files: ReturnType<typeof createWantedFiles>;
}

function append(
  messages: QuotedMessage[],
  { locked, live, known, members, files }: Found,
  dialect: Dialect,
): Decision<AppendOutcome[]> {
  const conversations = new Map(locked.map((conversation) => [conversation.id, conversation]));
  const added: AddedMessage[] = [];
  const timeOf = createTimes(dialect);
  const result = messages.map((message): AppendOutcome => {
    if (!live.has(message.sessionId)) return refused(new Refusal('unauthorized', 'This session has ended.'));
    const key = keyOf(message);
    const earlier = known.get(key);
    if (earlier) return repeat(message, earlier);
    const conversation = conversations.get(message.channelId);
    if (!conversation) return busy;
    if (conversation.blockedBy !== 0) return refuseBlocked(message, conversation);
    if (message.isRoom && !members.has(message)) return refused(noRoom());
    if (message.replyToSeq !== undefined && !message.quote) return refused(nothingToAnswer());
    const attached = attachedTo(message, files);
    if (attached instanceof Refusal) return refused(attached);
    conversation.lastSeq += 1;
    const at = conversation.nextAt;
    const stored = toStored(message, conversation.lastSeq, timeOf(at));
    if (attached) stored.files = attached;
    known.set(key, { message: stored, repeated: true, ageMs: 0, sentBody: message.body });
    added.push({ message: stored, at });
    return { kind: 'stored', message: stored, repeated: false, ageMs: 0 };
  });
  const attach = added.flatMap(({ message }) => attachStatements(message));
  return { writes: added.length > 0 ? [insert(added), ...attach, ...advance(added)] : [], result };
}

function toStored(message: QuotedMessage, seq: number, sentAt: Date): StoredMessage {
  const { channelId, senderId, clientId, body, replyToSeq, quote } = message;
  const stored: StoredMessage = { channelId, senderId, clientId, body, seq, sentAt };
  if (replyToSeq !== undefined) stored.replyToSeq = replyToSeq;
  if (quote) stored.quote = quote;
  return stored;
}

/** A refused file refuses its message alone. */
function attachedTo(message: NewMessage, wanted: Found['files']): StoredMessage['files'] | Refusal {
  if (!message.fileIds) return undefined;
  try {
    return wanted.take(message);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Most messages of a batch have the same time, which is parsed once. */
function createTimes({ parseTime }: Dialect): (text: string) => Date {
  const times = new Map<string, Date>();
  return (text) => {
    const known = times.get(text) ?? parseTime(text);
    times.set(text, known);
    return known;
  };
}

/** The database is asked, not the node: the node may have missed that the session ended elsewhere. */
function findLiveSessions(messages: NewMessage[]): Statement {
  const ids = [...new Set(messages.map((message) => message.sessionId))];
  const sql = `SELECT \`id\` FROM \`Session\` WHERE \`id\` IN (${placeholders(ids.length)}) AND \`endedAt\` IS NULL`;
  return { sql, values: ids };
}

/** A block takes the same lock: a block that was acknowledged on any node is seen here. */
function lockConversations(messages: NewMessage[], { nextTime, lockFreeRows }: Dialect): Statement {
  const ids = [...new Set(messages.map((message) => message.channelId))];
  const columns = `\`id\`, \`lowId\`, \`lastSeq\`, \`blockedBy\`, ${nextTime('`lastMessageAt`')} AS \`nextAt\``;
  const sql = `SELECT ${columns} FROM \`Channel\` WHERE \`id\` IN (${placeholders(ids.length)}) ORDER BY \`id\` ${lockFreeRows}`;
  return { sql, values: ids };
}

function refuseBlocked({ senderId }: NewMessage, conversation: LockedConversation): AppendOutcome {
  const mine = (conversation.blockedBy & sideOf(senderId, conversation)) !== 0;
  const reason = mine ? 'You have blocked this person.' : 'This person does not receive your messages.';
  return refused(new Refusal('forbidden', reason));
}

/** Whether the refusal may hide that the message was stored before: before a block or a removal, or with the files that are taken now. */
function hidesRepeat({ fileIds, isRoom }: NewMessage, outcome: AppendOutcome): boolean {
  if (outcome.kind !== 'refused' || outcome.refusal.code === 'unauthorized') return false;
  return outcome.refusal.code === 'forbidden' || fileIds !== undefined || isRoom === true;
}

/** A message that was stored before is still answered as stored: a retry must not report a failure. */
async function answerRepeats(
  database: Database,
  messages: NewMessage[],
  outcomes: AppendOutcome[],
): Promise<AppendOutcome[]> {
  const known = await findKnown(
    database,
    messages.filter((message, index) => hidesRepeat(message, outcomes[index] as AppendOutcome)),
  );
  return messages.map((message, index) => {
    const outcome = outcomes[index] as AppendOutcome;
    const earlier = hidesRepeat(message, outcome) && known.get(keyOf(message));
    return earlier ? repeat(message, earlier) : outcome;
  });
}

function insert(messages: AddedMessage[]): Statement {
  const hasFiles = messages.some(({ message }) => message.files);
  const columns = `\`channelId\`, \`seq\`, \`senderId\`, \`clientId\`, \`body\`, \`sentAt\`, \`replyToSeq\`${hasFiles ? ', `fileCount`' : ''}`;
  const sql = `INSERT INTO \`Message\` (${columns}) VALUES ${placeholders(messages.length, hasFiles ? 8 : 7)}`;
  const values: unknown[] = [];
  for (const { message, at } of messages) {
    const { channelId, seq, senderId, clientId, body, replyToSeq, files } = message;
    values.push(channelId, seq, senderId, bytesOf(clientId), body, at, replyToSeq ?? null);
    if (hasFiles) values.push(files?.length ?? null);
  }
  return { sql, values };
}

/**
 * One statement for all conversations with the same number of new messages and the same time. Most have one message, and the
 * time of the batch, so there are few statements.
 */
function advance(messages: AddedMessage[]): Statement[] {
  const counts = new Map<ConversationId, { count: number; at: string }>();
  for (const { message, at } of messages) {
    counts.set(message.channelId, { count: (counts.get(message.channelId)?.count ?? 0) + 1, at });
  }
  const groups = new Map<string, unknown[]>();
  for (const [id, { count, at }] of counts) {
    const key = `${count} ${at}`;
    const values = groups.get(key) ?? [count, at];
    groups.set(key, values);
    values.push(id);
  }
  return [...groups.values()].map((values) => {
    const ids = placeholders(values.length - 2);
    const sql = `UPDATE \`Channel\` SET \`lastSeq\` = \`lastSeq\` + ?, \`lastMessageAt\` = ? WHERE \`id\` IN (${ids})`;
    return { sql, values };
  });
}

function repeat(message: NewMessage, { sentBody, ...earlier }: KnownMessage): AppendOutcome {
  const { channelId, replyToSeq } = earlier.message;
  const isSame = channelId === message.channelId && replyToSeq === message.replyToSeq;
  // Neither text nor files of a deleted message are known any more.
  const hasSameContent = sentBody === null || (sentBody === message.body && hasSameFiles(message, earlier.message));
  if (isSame && hasSameContent) return { kind: 'stored', ...earlier };
  return refused(new Refusal('conflict', 'This clientId was used before, for another message.'));
}

function hasSameFiles({ fileIds = [] }: NewMessage, { files = [] }: StoredMessage): boolean {
  return fileIds.join() === files.map(({ id }) => id).join();
}
