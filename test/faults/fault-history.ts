/** Records every call, outcome, push, exit and fault of a run, in order of one monotonic clock. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { ChangeKind } from './change-command.ts';
import type { RoomChangeKind } from './room-change.ts';
import type { WitnessedState } from './witnessed-state.ts';

/**
 * `change`: a change of a message. `state`: a message as a device was told of it once more. `text`: text of the message with this
 * seq, in a version or an excerpt. `feed`: a page of changes. `look`: versions or the list of conversations. `upload`: one request of
 * an upload. `download`: one request for the bytes of a file. `room`: a change of a room.
 */
export type Op =
  | 'send'
  | 'change'
  | 'room'
  | 'push'
  | 'state'
  | 'text'
  | 'receipt'
  | 'page'
  | 'feed'
  | 'look'
  | 'upload'
  | 'download'
  | 'block'
  | 'typing'
  | 'watch'
  | 'stranger'
  | 'logout'
  | 'socket'
  | 'exit'
  | 'log'
  | 'fault'
  | 'heal';

/**
 * `fail`: refused, and nothing changed. `unknown`: no answer, or one that leaves the outcome open.
 * `seen`: an observation, not a call.
 */
export type Phase = 'invoke' | 'ok' | 'fail' | 'unknown' | 'seen';

/** `shown`: the `deliveredSeq` of a history page, which also counts read messages as delivered. */
export type ReceiptKind = 'read' | 'delivered' | 'shown';

export interface HistoryEvent {
  /** Milliseconds on the monotonic clock of the test process. */
  t: number;
  op: Op;
  phase: Phase;
  /** Joins an invocation with its outcome. */
  call?: number | undefined;
  node?: string | undefined;
  user?: string | undefined;
  device?: string | undefined;
  session?: string | undefined;
  conversation?: string | undefined;
  clientId?: string | undefined;
  seq?: number | undefined;
  /** SHA-256 of the body, or of the bytes of a file. */
  hash?: string | undefined;
  receiptKind?: ReceiptKind | undefined;
  /** Of a change: what it does, and the hash of the body, the emoji, the title or the user. */
  kind?: ChangeKind | RoomChangeKind | undefined;
  value?: string | undefined;
  /** The revision of the conversation in an answer. */
  rev?: number | undefined;
  /** What changes have made of the message. */
  state?: WitnessedState | undefined;
  /** The seq of the message that a sent message answers. */
  replyTo?: number | undefined;
  /** The id of the file that is uploaded or read. */
  file?: string | undefined;
  /** The ids of the files of a message, in their order. */
  files?: readonly string[] | undefined;
  /** Of an upload: whether the answer says that the file is finished. */
  isFinished?: boolean | undefined;
  /** Of a block: whether it is set. */
  isOn?: boolean | undefined;
  /** Of an exit: whether the run ordered it. */
  ordered?: boolean | undefined;
  /** Of a fault: the node or device that is unreachable while it lasts; its calls may have no outcome. */
  unreachable?: string | undefined;
  detail?: string | undefined;
}

export const now = (): number => performance.now();

export const hashOf = (body: string): string => createHash('sha256').update(body).digest('hex');

/** Names the conversation of two users, independent of their order. */
export const conversationOf = (one: string, other: string): string => [one, other].sort().join(' & ');

export class FaultHistory {
  readonly events: HistoryEvent[] = [];
  #calls = 0;

  record(event: Omit<HistoryEvent, 't'>): HistoryEvent {
    const recorded = { t: now(), ...event };
    this.events.push(recorded);
    return recorded;
  }

  /** The number of a new call. */
  nextCall(): number {
    this.#calls += 1;
    return this.#calls;
  }

  /** The time of the last event. */
  get lastAt(): number {
    return this.events.at(-1)?.t ?? 0;
  }

  writeTo(file: string): void {
    const lines: string[] = [];
    for (const event of this.events) lines.push(JSON.stringify({ ...event, t: Math.round(event.t * 1_000) / 1_000 }));
    writeFileSync(file, `${lines.join('\n')}\n`);
  }
}
