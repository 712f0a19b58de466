/** What the log of a conversation shows, row by row: stored and unsent messages, with the marks and days between them. */
import type { Message } from '../../protocol/shapes.ts';
import type { Positions } from './positions.ts';
import type { Unsent } from './text-store.ts';
import type { Timeline } from './timeline.ts';

/** The mark on an own message; null on the peer's. */
export type Mark = 'sending' | 'failed' | 'sent' | 'delivered' | 'read' | null;

export interface Row {
  /** The same while the message is unsent and after it was stored, so that it stays in its place. */
  readonly key: string;
  readonly clientId: string;
  readonly mine: boolean;
  readonly body: string;
  readonly at: Date;
  readonly mark: Mark;
  readonly refused: Unsent['refused'];
  /** The first that was unread when the conversation was opened. */
  readonly startsNew: boolean;
  /** The first of its day. */
  readonly startsDay: boolean;
  /** The first of several by the same person within a few minutes. */
  readonly startsGroup: boolean;
}

type Entry = Omit<Row, 'startsDay' | 'startsGroup'>;

const groupMs = 5 * 60_000;

/**
 * @param unsent - those to this peer; one that was stored meanwhile is shown once, as stored.
 * @param readBefore - how far one had read when one came.
 */
export function transcript(
  me: string,
  timeline: Timeline,
  positions: Positions,
  unsent: readonly Unsent[],
  readBefore = positions.readMe,
): Row[] {
  // An own message beyond a hole was acknowledged: it must not vanish from the screen until the hole is filled.
  const stored = [...timeline.run, ...timeline.ahead.filter(({ from }) => timeline.loaded && from === me)];
  const news = firstNew(me, timeline.run, readBefore);
  const mine = new Set(stored.filter(({ from }) => from === me).map(({ clientId }) => clientId));
  return arrange([
    ...stored.map((message) => storedEntry(me, message, positions, message === news)),
    ...unsent.filter(({ clientId }) => !mine.has(clientId)).map(unsentEntry),
  ]);
}

/** The peer's first message after what was read; none while messages between the two are not known. */
function firstNew(me: string, run: readonly Message[], readBefore: number): Message | undefined {
  if ((run[0]?.seq ?? 1) > readBefore + 1) return undefined;
  return run.find(({ seq, from }) => seq > readBefore && from !== me);
}

function storedEntry(me: string, message: Message, positions: Positions, startsNew: boolean): Entry {
  const { seq, from, clientId, body } = message;
  const mine = from === me;
  const mark = seq <= positions.readPeer ? 'read' : seq <= positions.deliveredPeer ? 'delivered' : 'sent';
  const key = `${mine ? 'me' : 'peer'}/${clientId}`;
  const at = new Date(message.sentAt);
  return { key, clientId, mine, body, at, mark: mine ? mark : null, refused: null, startsNew };
}

function unsentEntry({ clientId, body, writtenAt, refused }: Unsent): Entry {
  const mark = refused === null ? 'sending' : 'failed';
  const at = new Date(writtenAt);
  return { key: `me/${clientId}`, clientId, mine: true, body, at, mark, refused, startsNew: false };
}

function arrange(entries: readonly Entry[]): Row[] {
  return entries.map((entry, index) => {
    const before = entries[index - 1];
    const startsDay = before?.at.toDateString() !== entry.at.toDateString();
    const together = before?.mine === entry.mine && entry.at.getTime() - before.at.getTime() < groupMs;
    return { ...entry, startsDay, startsGroup: startsDay || entry.startsNew || !together };
  });
}
