/** Builds the rows of a conversation's log: stored and unsent messages, with their delivery status, days and groups. */
import type { Message } from '../../protocol/shapes.ts';
import type { ReadState } from './read-state.ts';
import type { Unsent } from './text-store.ts';
import type { Timeline } from './timeline.ts';

/** The delivery status of an own message; null for a message of the peer. */
export type DeliveryStatus = 'sending' | 'failed' | 'sent' | 'delivered' | 'read' | null;

export interface Row {
  /** Stays the same when an unsent message becomes a stored one, so that the row keeps its place on screen. */
  readonly key: string;
  readonly clientId: string;
  readonly mine: boolean;
  readonly body: string;
  readonly isDeleted: boolean;
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
  const { seq, from, clientId, body, deletedAt } = message;
  const mine = from === me;
  const status = seq <= readState.peerReadSeq ? 'read' : seq <= readState.peerDeliveredSeq ? 'delivered' : 'sent';
  const key = `${mine ? 'me' : 'peer'}/${clientId}`;
  const at = new Date(message.sentAt);
  const isDeleted = deletedAt !== undefined;
  return { key, clientId, mine, body, isDeleted, at, status: mine ? status : null, refused: null, startsNew };
}

function unsentEntry({ clientId, body, writtenAt, refused }: Unsent): Entry {
  const status = refused === null ? 'sending' : 'failed';
  const at = new Date(writtenAt);
  return { key: `me/${clientId}`, clientId, mine: true, body, isDeleted: false, at, status, refused, startsNew: false };
}

function arrange(entries: readonly Entry[]): Row[] {
  return entries.map((entry, index) => {
    const before = entries[index - 1];
    const startsDay = before?.at.toDateString() !== entry.at.toDateString();
    const together = before?.mine === entry.mine && entry.at.getTime() - before.at.getTime() < groupMs;
    return { ...entry, startsDay, startsGroup: startsDay || entry.startsNew || !together };
  });
}
