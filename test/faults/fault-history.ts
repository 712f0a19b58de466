/** What happened in a run, in order: one line for every call, outcome, push, exit and fault, on one monotonic clock. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';

export type Op =
  | 'send'
  | 'push'
  | 'receipt'
  | 'page'
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
 * `fail`: refused for good, it changed nothing. `unknown`: no answer, or one that leaves open whether it happened.
 * `seen`: no call, something that was observed.
 */
export type Phase = 'invoke' | 'ok' | 'fail' | 'unknown' | 'seen';

/** `shown`: what a page says was delivered, which counts what was read as delivered. */
export type Mark = 'read' | 'delivered' | 'shown';

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
  /** SHA-256 of the body. */
  hash?: string | undefined;
  mark?: Mark | undefined;
  /** Of an exit: whether the run asked for it. */
  ordered?: boolean | undefined;
  /** Of a fault: the node or device that nobody can reach while it lasts; calls on this way may stay without an answer. */
  cuts?: string | undefined;
  detail?: string | undefined;
}

export const now = (): number => performance.now();

export const hashOf = (body: string): string => createHash('sha256').update(body).digest('hex');

/** One name for the conversation of two people, whoever is asked. */
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

  /** When something last happened that is not a routine of ours. */
  get lastAt(): number {
    return this.events.at(-1)?.t ?? 0;
  }

  writeTo(file: string): void {
    const lines: string[] = [];
    for (const event of this.events) lines.push(JSON.stringify({ ...event, t: Math.round(event.t * 1_000) / 1_000 }));
    writeFileSync(file, `${lines.join('\n')}\n`);
  }
}
