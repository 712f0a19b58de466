/** Builds the rows of a conversation's log: stored and unsent messages with the waiting changes, delivery status, days and groups. */
import type { Message } from '../../protocol/shapes.ts';
import { changesByKey, overlay, unsentMessage } from './commands/command-overlay.ts';
import { type Command, isSend, messageKey, type SendCommand } from './commands/user-command.ts';
import { excerptOf, type QuotedMessages } from './quoted-messages.ts';
import type { ReadState } from './read-state.ts';
import { messageIn, type Timeline } from './timeline.ts';
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

/** A row before its neighbours are known: its content, and the fields that follow from read state and waiting commands. */
interface Entry extends Pick<Row, 'status' | 'refused' | 'startsNew' | 'waiting' | 'changeRefused'> {
  readonly content: Content;
}

const groupMs = 5 * 60_000;
const noRefusals: ReadonlyMap<string, FailureCode> = new Map();

export function transcript(parts: TranscriptParts): Row[] {
  const { me, timeline, readState, commands = [], readBefore = readState.ownReadSeq } = parts;
  const { loaded, middle, run, ahead } = timeline;
  // An acknowledged own message stays on screen even while messages before it are missing.
  const stored = middle ? run : [...run, ...ahead.filter(({ from }) => loaded && from === me)];
  const changes = changesByKey(commands);
  const show = (message: Message) => overlay(message, changes.get(messageKey(message, me)) ?? [], me);
  const firstNew = findFirstNew(me, run, readBefore);
  const entryOf = (message: Message, status: Entry['status'], refused: Entry['refused']): Entry => {
    const content = withQuote(contentOf(show(message), me), parts, show);
    const waiting = changes.has(content.key);
    const changeRefused = (parts.refusals ?? noRefusals).get(content.key) ?? null;
    return { content, waiting, changeRefused, status, refused, startsNew: message === firstNew };
  };
  const entries = stored.map((message) => entryOf(message, statusOf(me, message, readState), null));
  // A message that is stored by now appears once. In the middle of the log, nothing unsent belongs below its end.
  const ownIds = new Set(stored.filter(({ from }) => from === me).map(({ clientId }) => clientId));
  const unsent = middle ? [] : commands.filter(isSend).filter(({ clientId }) => !ownIds.has(clientId));
  const unsentEntry = (send: SendCommand) =>
    entryOf(unsentMessage(send, me), send.refused === null ? 'sending' : 'failed', send.refused);
  return arrange([...entries, ...unsent.map(unsentEntry)]);
}

/** The peer's first message after `readBefore`; undefined while messages between the two are not loaded. */
function findFirstNew(me: string, run: readonly Message[], readBefore: number): Message | undefined {
  if ((run[0]?.seq ?? 1) > readBefore + 1) return undefined;
  return run.find(({ seq, from }) => seq > readBefore && from !== me);
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
  const { seq, from, clientId, body, sentAt, editedAt, deletedAt, replyTo, reactions = [], pinned } = message;
  const isDeleted = deletedAt !== undefined;
  return {
    key: messageKey(message, me),
    clientId,
    seq: seq === 0 ? null : seq,
    mine: from === me,
    body,
    isDeleted,
    edited: editedAt !== undefined && !isDeleted,
    reply: replyTo ? { seq: replyTo.seq, mine: replyTo.from === me, excerpt: replyTo.excerpt } : null,
    reactions: reactions.map(({ emoji, by }) => ({ emoji, count: by.length, own: by.includes(me), by })),
    pinned: pinned !== undefined,
    at: new Date(sentAt),
  };
}

/** The excerpt of a changed message is that of its present text. */
function withQuote(content: Content, { timeline, quoted }: TranscriptParts, show: (message: Message) => Message) {
  if (!content.reply) return content;
  const { seq } = content.reply;
  const known = messageIn(timeline, seq) ?? quoted?.get(seq);
  if (!known) return content;
  const excerpt = excerptOf(show(known));
  return excerpt === content.reply.excerpt ? content : { ...content, reply: { ...content.reply, excerpt } };
}

function arrange(entries: readonly Entry[]): Row[] {
  return entries.map((entry, index) => {
    const [before, { content, startsNew }] = [entries[index - 1], entry];
    const startsDay = before === undefined || dayOf(before.content) !== dayOf(content);
    const together =
      before?.content.mine === content.mine && content.at.getTime() - before.content.at.getTime() < groupMs;
    return rowOf(entry, startsDay, startsDay || startsNew || !together);
  });
}

const days = new WeakMap<Content, string>();

function dayOf(content: Content): string {
  const day = days.get(content) ?? content.at.toDateString();
  days.set(content, day);
  return day;
}

const rows = new WeakMap<Content, Row>();

/** Returns the same row as before when nothing of it has changed. */
function rowOf(entry: Entry, startsDay: boolean, startsGroup: boolean): Row {
  const { content, status, refused, startsNew, waiting, changeRefused } = entry;
  const known = rows.get(content);
  const isSame =
    known?.status === status &&
    known.refused === refused &&
    known.startsNew === startsNew &&
    known.waiting === waiting &&
    known.changeRefused === changeRefused &&
    known.startsDay === startsDay &&
    known.startsGroup === startsGroup;
  if (isSame) return known;
  const row = { ...content, status, refused, startsNew, waiting, changeRefused, startsDay, startsGroup };
  rows.set(content, row);
  return row;
}
