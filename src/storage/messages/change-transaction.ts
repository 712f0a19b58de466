/** Changes one message in one transaction of two steps: locks and reads, then writes what the rule decides. */
import type { ChangeOutcome, ChangeRule, ChangeTarget, FoundMessage } from '../../engine/ports/change-port.ts';
import type { StoredMessage } from '../../engine/ports/message-port.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { Database } from '../database/database.ts';
import type { Dialect } from '../database/dialect.ts';
import type { Row, Writer } from '../database/writer.ts';
import { type FoundRows, readsOf, writesOf } from './change-statements.ts';
import { type AttachedRow, withFiles } from './message-files.ts';
import { collectQuotes, type QuoteRow, withQuote } from './message-quotes.ts';
import { asStoredMessage, type MessageRow } from './message-rows.ts';
import { collectStates, type StateRow, withStates } from './message-states.ts';
import { noRoom } from './sending-members.ts';

/** A message with its time as text of the database. */
type LockedMessage = Row & Omit<MessageRow, 'sentAt'> & { sentAt: string };

interface LockedConversation {
  rev: number;
  blockedBy: number;
  changedAt: string | null;
  now: string;
}

/** Null when another transaction holds the conversation: nothing is changed, the change is tried again. */
export function commitChange(
  { dialect }: Database,
  writer: Writer,
  target: ChangeTarget,
  rule: ChangeRule,
): Promise<ChangeOutcome | null> {
  return writer.commit<ChangeOutcome | null>(readsOf(target, dialect), (rows) => {
    const rowsFound = foundIn(rows, target, dialect);
    if (!rowsFound) return { writes: [], result: null };
    const { found, idleMs } = rowsFound;
    const decided = rule(found);
    const { message } = decided ?? found;
    const result = { message, changed: decided !== null, isBlocked: found.isBlocked, idleMs };
    return { writes: decided ? writesOf(rowsFound, target, decided, dialect) : [], result };
  });
}

/** @throws Refusal when the session has ended, or there is no such message */
function foundIn(
  [
    channels = [],
    sessions = [],
    messages = [],
    states = [],
    quotes = [],
    files = [],
    counts = [],
    members = [],
  ]: Row[][],
  { isRoom }: ChangeTarget,
  dialect: Dialect,
): (FoundRows & Pick<ChangeOutcome, 'idleMs'>) | null {
  const channel = channels[0] as LockedConversation | undefined;
  if (!channel) return null;
  if (sessions.length === 0) throw new Refusal('unauthorized', 'This session has ended.');
  if (isRoom && members.length === 0) throw noRoom();
  const row = messages[0] as LockedMessage | undefined;
  if (!row) throw new Refusal('not_found', 'There is no such message.');
  const sent = asStoredMessage({ ...row, sentAt: dialect.parseTime(row.sentAt) });
  const stored = withQuote(sent, collectQuotes(quotes as QuoteRow[]));
  const shown = withStates([stored], collectStates(states as StateRow[], dialect));
  const [message] = withFiles(shown, files as AttachedRow[]);
  const [{ pins = 0, versions = 0 } = {}] = counts;
  const found: FoundMessage = {
    message: message as StoredMessage,
    isBlocked: channel.blockedBy !== 0,
    pins: Number(pins),
    rev: channel.rev + 1,
    at: notBefore(message as StoredMessage, dialect.parseTime(channel.now)),
  };
  return { found, versions: Number(versions ?? 0), idleMs: idleMsOf(channel, dialect) };
}

function idleMsOf({ changedAt, now }: LockedConversation, { parseTime }: Dialect): number {
  if (changedAt === null) return Number.POSITIVE_INFINITY;
  return parseTime(now).getTime() - parseTime(changedAt).getTime();
}

/** The clocks of nodes differ, and the database's may be set back: the times of a message never are. */
function notBefore({ sentAt, state }: StoredMessage, now: Date): Date {
  return new Date(Math.max(now.getTime(), (state?.editedAt ?? sentAt).getTime()));
}
