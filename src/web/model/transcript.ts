/** Builds the rows of a conversation's log: stored and unsent messages with the waiting changes, delivery status, days and groups. */
import { summaryOf } from '../../protocol/files-summary.ts';
import type { File, Message } from '../../protocol/shapes.ts';
import { calendar } from './calendar.ts';
import { changesByKey, overlay, unsentMessage } from './commands/command-overlay.ts';
import { type Command, isSend, messageKey, type SendCommand } from './commands/user-command.ts';
import { excerptOf, type Quote, type QuotedMessages, quoteIn } from './quoted-messages.ts';
import type { ReadState } from './read-state.ts';
import { findFirstNew, positionOf } from './row-position.ts';
import { messageIn, type Timeline } from './timeline.ts';
import type { FailureCode } from './wire-failure.ts';

/** The delivery status of an own message; null for a message of the peer. */
export type DeliveryStatus = 'sending' | 'failed' | 'sent' | 'delivered' | 'read' | null;

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
  /** The username of the author. */
  readonly from: string;
  readonly mine: boolean;
  readonly body: string;
  readonly files: readonly File[];
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
  readonly refused: FailureCode | null;
  /** The first message that was unread when the user opened the conversation. */
  readonly startsNew: boolean;
  /** The first message of its day. */
  readonly startsDay: boolean;
  /** The first of several messages that one user sent within a few minutes. */
  readonly startsGroup: boolean;
}

export interface TranscriptParts {
  readonly me: string;
  readonly timeline: Timeline;
  readonly readState: ReadState;
  /** The waiting commands of this conversation. */
  readonly commands?: readonly Command[];
  readonly refusals?: ReadonlyMap<string, FailureCode>;
  readonly quoted?: QuotedMessages;
  /** The `seq` that the user had read before opening the conversation. */
  readonly readBefore?: number;
}

/** The fields of a row that follow from its message alone. */
type Content = Omit<
  Row,
  'status' | 'refused' | 'startsNew' | 'startsDay' | 'startsGroup' | 'waiting' | 'changeRefused'
>;

/** A message that the log shows, with the fields of its row that do not follow from the message. */
interface Entry extends Pick<Row, 'status' | 'refused' | 'startsNew'> {
  readonly message: Message;
  /** The message above it. */
  readonly before: Message | undefined;
}

type Changes = ReturnType<typeof changesByKey>;

const noFiles: readonly File[] = [];
const noRefusals: ReadonlyMap<string, FailureCode> = new Map();

export function transcript(parts: TranscriptParts): readonly Row[] {
  return new Transcript().rows(parts);
}

/** The log of the open conversation: of 20,000 rows few change at a time, and the others are taken from before. */
export class Transcript {
  #stored: readonly Message[] = [];
  #rows: readonly Row[] = [];
  #settled: readonly boolean[] = [];
  #timeZone = '';
  #peerReadSeq = 0;
  #changed: readonly ReadonlyMap<string, unknown>[] = [];

  rows(parts: TranscriptParts): readonly Row[] {
    const { me, timeline, readState, commands = [], refusals = noRefusals } = parts;
    const { readBefore = readState.ownReadSeq } = parts;
    const { loaded, middle, run, ahead } = timeline;
    // An acknowledged own message stays on screen even while messages before it are missing.
    const stored = middle ? run : [...run, ...ahead.filter(({ from }) => loaded && from === me)];
    const firstNew = findFirstNew(me, run, readBefore);
    const changes = changesByKey(commands);
    const changed = [changes, refusals].filter(({ size }) => size > 0);
    // In another time zone, the days begin elsewhere.
    const { timeZone } = calendar.value;
    const { peerReadSeq } = readState;
    // A user who hides what is read takes marks back.
    if (timeZone !== this.#timeZone || peerReadSeq < this.#peerReadSeq) this.#settled = [];
    this.#timeZone = timeZone;
    this.#peerReadSeq = peerReadSeq;
    const known = this.#known(stored, [...changed, ...this.#changed]);
    const settled: boolean[] = [];
    const rows = stored.map((message, index) => {
      const row = known(message, index);
      settled[index] = row !== undefined && message !== firstNew;
      if (row && settled[index]) return row;
      const status = statusOf(me, message, readState);
      const entry = { message, before: stored[index - 1], status, refused: null, startsNew: message === firstNew };
      const made = rowOf(entry, parts, changes);
      settled[index] = isSettled(made);
      return made;
    });
    this.#settled = settled;
    this.#stored = stored;
    this.#rows = rows;
    this.#changed = changed;
    return middle ? rows : [...rows, ...unsentRows(parts, stored, changes)];
  }

  /** Finds the settled row of before. It reads nothing of the messages: of 20,000, few are in the processor's cache. */
  #known(stored: readonly Message[], changed: readonly ReadonlyMap<string, unknown>[]) {
    const [before, rows, settled] = [this.#stored, this.#rows, this.#settled];
    const offset = (stored[0]?.seq ?? 0) - (before[0]?.seq ?? 0);
    const above = (messages: readonly Message[], index: number) => (index > 0 ? messages[index - 1] : undefined);
    return (message: Message, index: number): Row | undefined => {
      const at = index + offset;
      if (at < 0 || before[at] !== message || above(before, at) !== above(stored, index)) return undefined;
      const row = settled[at] ? rows[at] : undefined;
      return row && changed.length > 0 && changed.some((keys) => keys.has(row.key)) ? undefined : row;
    };
  }
}

/** Only another version of its message, or a waiting change, can change the row: what is read stays read. */
function isSettled({ status, startsNew, reply, waiting, changeRefused }: Row): boolean {
  return (status === null || status === 'read') && !startsNew && reply === null && !waiting && changeRefused === null;
}

/** A message that is stored by now appears once. In the middle of the log, nothing unsent belongs below its end. */
function unsentRows(parts: TranscriptParts, stored: readonly Message[], changes: Changes): Row[] {
  const { me, commands = [] } = parts;
  const unsent = commands.filter(isSend).filter((send) => !isStored(send, stored, me));
  const messages = unsent.map((send) => unsentMessage(send, me));
  return unsent.map(({ refused }, index) => {
    const [message, before] = [messages[index] as Message, messages[index - 1] ?? stored.at(-1)];
    const status = refused === null ? 'sending' : 'failed';
    return rowOf({ message, before, status, refused, startsNew: false }, parts, changes);
  });
}

/** The newest messages come first: the push of a message comes soon after it was sent. */
function isStored({ clientId }: SendCommand, stored: readonly Message[], me: string): boolean {
  return stored.findLast((message) => message.clientId === clientId && message.from === me) !== undefined;
}

function statusOf(me: string, { from, seq }: Message, { peerReadSeq, peerDeliveredSeq }: ReadState): DeliveryStatus {
  if (from !== me) return null;
  return seq <= peerReadSeq ? 'read' : seq <= peerDeliveredSeq ? 'delivered' : 'sent';
}

/** A change brings another message object, so each one is read once: of 20,000 rows, few change at a time. */
const contents = new WeakMap<Message, { readonly me: string; readonly content: Content }>();

function contentOf(message: Message, me: string): Content {
  const known = contents.get(message);
  if (known?.me === me) return known.content;
  const content = readContent(message, me);
  contents.set(message, { me, content });
  return content;
}

function readContent(message: Message, me: string): Content {
  const { seq, from, clientId, body, replyTo, reactions = [], files = noFiles } = message;
  const isDeleted = message.deletedAt !== undefined;
  return {
    key: messageKey(message, me),
    clientId,
    seq: seq === 0 ? null : seq,
    from,
    mine: from === me,
    body,
    files: isDeleted ? noFiles : files,
    isDeleted,
    edited: message.editedAt !== undefined && !isDeleted,
    reply: replyTo ? quoteIn(replyTo, me) : null,
    reactions: reactions.map(({ emoji, by }) => ({ emoji, count: by.length, own: by.includes(me), by })),
    pinned: message.pinned !== undefined,
    at: new Date(message.sentAt),
  };
}

/** The excerpt of a changed message is that of its present text. */
function withQuote(content: Content, { timeline, quoted }: TranscriptParts, show: (message: Message) => Message) {
  if (!content.reply) return content;
  const { reply } = content;
  const { seq } = reply;
  const known = messageIn(timeline, seq) ?? quoted?.get(seq);
  if (!known) return content;
  const present = show(known);
  const [excerpt, files] = [excerptOf(present), summaryOf(present.files ?? noFiles)];
  if (excerpt === reply.excerpt && files === undefined && reply.files === undefined) return content;
  return { ...content, reply: { seq, from: reply.from, mine: reply.mine, excerpt, ...(files && { files }) } };
}

const rows = new WeakMap<Content, Row>();

/** Returns the same row as before when nothing of it has changed. */
function rowOf({ message, before, ...rest }: Entry, parts: TranscriptParts, changes: Changes): Row {
  const { me, refusals = noRefusals } = parts;
  const show = (shown: Message) => overlay(shown, changes.get(messageKey(shown, me)) ?? [], me);
  const content = withQuote(contentOf(show(message), me), parts, show);
  const row: Row = {
    ...content,
    ...rest,
    ...positionOf(content, before && contentOf(before, me), rest.startsNew),
    waiting: changes.has(content.key),
    changeRefused: refusals.get(content.key) ?? null,
  };
  const known = rows.get(content);
  if (known && changing.every((field) => known[field] === row[field])) return known;
  rows.set(content, row);
  return row;
}

const changing = [
  'status',
  'refused',
  'startsNew',
  'waiting',
  'changeRefused',
  'startsDay',
  'startsGroup',
] as const satisfies (keyof Row)[];
