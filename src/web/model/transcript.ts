/** Builds the rows of a conversation's log: stored and unsent messages, with their delivery status, days and groups. */
import type { Message } from '../../protocol/shapes.ts';
import type { ReadState } from './read-state.ts';
import type { Unsent } from './text-store.ts';
import type { Timeline } from './timeline.ts';
import type { FailureCode } from './wire-failure.ts';

/** The delivery status of an own message; null for a message of the peer. */
export type DeliveryStatus = 'sending' | 'failed' | 'sent' | 'delivered' | 'read' | null;

/** The message that a reply quotes. */
export interface Quote {
  readonly seq: number;
  readonly mine: boolean;
  /** The start of its text; empty once it is deleted. */
  readonly excerpt: string;
}

export interface Reaction {
  readonly emoji: string;
  readonly count: number;
  /** Whether the user has reacted so. */
  readonly own: boolean;
  /** The usernames, the oldest reaction first. */
  readonly by: readonly string[];
}

export interface Row {
  /** Stays the same when an unsent message becomes a stored one, so that the row keeps its place on screen. */
  readonly key: string;
  readonly clientId: string;
  /** Null while the message is unsent. */
  readonly seq: number | null;
  readonly mine: boolean;
  readonly body: string;
  readonly isDeleted: boolean;
  readonly edited: boolean;
  readonly reply: Quote | null;
  readonly reactions: readonly Reaction[];
  readonly pinned: boolean;
  /** True while a change of this message is not acknowledged. */
  readonly waiting: boolean;
  /** The server's refusal of the last change; the row shows the message as it is stored. */
  readonly changeRefused: FailureCode | null;
  readonly at: Date;
  readonly status: DeliveryStatus;
  readonly refused: Unsent['refused'];
  /** The first message that was unread when the user opened the conversation. */
  readonly startsNew: boolean;
  /** The first message of its day. */
  readonly startsDay: boolean;
  /** The first of several messages that one user sent within a few minutes. */
  readonly startsGroup: boolean;
}

const unchanged = { edited: false, reply: null, reactions: [], pinned: false, waiting: false, changeRefused: null };

type Entry = Omit<Row, 'startsDay' | 'startsGroup'>;

const groupMs = 5 * 60_000;

/**
 * @param unsent - the unsent messages of this conversation; one that is stored by now appears once, as stored.
 * @param readBefore - the `seq` that the user had read before opening the conversation.
 */
export function transcript(
  me: string,
  timeline: Timeline,
  readState: ReadState,
  unsent: readonly Unsent[],
  readBefore = readState.ownReadSeq,
): Row[] {
  // An acknowledged own message stays on screen even while messages before it are missing.
  const stored = [...timeline.run, ...timeline.ahead.filter(({ from }) => timeline.loaded && from === me)];
  const firstNew = findFirstNew(me, timeline.run, readBefore);
  const ownIds = new Set(stored.filter(({ from }) => from === me).map(({ clientId }) => clientId));
  return arrange([
    ...stored.map((message) => storedEntry(me, message, readState, message === firstNew)),
    ...unsent.filter(({ clientId }) => !ownIds.has(clientId)).map(unsentEntry),
  ]);
}

/** The peer's first message after `readBefore`; undefined while messages between the two are not loaded. */
function findFirstNew(me: string, run: readonly Message[], readBefore: number): Message | undefined {
  if ((run[0]?.seq ?? 1) > readBefore + 1) return undefined;
  return run.find(({ seq, from }) => seq > readBefore && from !== me);
}

function storedEntry(me: string, message: Message, readState: ReadState, startsNew: boolean): Entry {
  const { seq, from, clientId, body, deletedAt, replyTo, reactions = [] } = message;
  const mine = from === me;
  const status = seq <= readState.peerReadSeq ? 'read' : seq <= readState.peerDeliveredSeq ? 'delivered' : 'sent';
  const key = `${mine ? 'me' : 'peer'}/${clientId}`;
  const at = new Date(message.sentAt);
  const isDeleted = deletedAt !== undefined;
  return {
    ...{ ...unchanged, key, clientId, seq, mine, body, isDeleted, at, status: mine ? status : null, refused: null },
    edited: message.editedAt !== undefined,
    reply: replyTo ? { seq: replyTo.seq, mine: replyTo.from === me, excerpt: replyTo.excerpt } : null,
    reactions: reactions.map(({ emoji, by }) => ({ emoji, count: by.length, own: by.includes(me), by })),
    pinned: message.pinned !== undefined,
    startsNew,
  };
}

function unsentEntry({ clientId, body, writtenAt, refused }: Unsent): Entry {
  const status = refused === null ? 'sending' : 'failed';
  const at = new Date(writtenAt);
  const key = `me/${clientId}`;
  const isDeleted = false;
  return { ...unchanged, key, clientId, seq: null, mine: true, body, isDeleted, at, status, refused, startsNew: false };
}

function arrange(entries: readonly Entry[]): Row[] {
  return entries.map((entry, index) => {
    const before = entries[index - 1];
    const startsDay = before?.at.toDateString() !== entry.at.toDateString();
    const together = before?.mine === entry.mine && entry.at.getTime() - before.at.getTime() < groupMs;
    return { ...entry, startsDay, startsGroup: startsDay || entry.startsNew || !together };
  });
}
