/** Dispatches every event of a client: finds the rule, charges the limit, validates, runs, acknowledges. */

import type { Engine } from '../engine/engine.ts';
import type { RateLimiter } from '../engine/ports/rate-limit-port.ts';
import { deadlines, withDeadline } from '../policy/deadlines.ts';
import { LimitRefusal } from '../policy/limit-refusal.ts';
import type { OnLimit } from '../policy/limit-table.ts';
import type { RateLimitName } from '../policy/rate-limits.ts';
import { validator } from '../policy/validation.ts';
import { type Ack, notices, requests } from '../protocol/events.ts';
import { Refusal } from '../protocol/refusals.ts';
import { addressOfConnection } from './connection-addresses.ts';
import { eventRules } from './event-list.ts';
import type { EventContext } from './event-rules.ts';
import type { SocketIndex } from './socket-index.ts';
import type { ClientSocket } from './socket-server.ts';

export interface DispatchParts {
  engine: Engine;
  index: SocketIndex;
  limiter: RateLimiter;
  /** @param outcome - `ok`, `dropped`, `closed` (the connection, after many unknown events), or the code of the refusal. */
  countEvent(event: string, outcome: string): void;
  observeAcknowledgement(seconds: number, event: string): void;
  onLimit: OnLimit;
  /** Logs a defect; answers the refusal that names the log line. */
  onDefect(error: unknown): Refusal;
}

interface Rule {
  isRequest: boolean;
  limit: RateLimitName;
  validate(payload: unknown): unknown;
  cost?(payload: unknown): number;
  run(context: EventContext, payload: unknown): Promise<unknown>;
}

/** A map, so that a client's event name never finds an inherited property. */
const rules = new Map<string, Rule>(
  Object.entries(eventRules).map(([name, rule]) => {
    const schema = { ...requests, ...notices }[name as keyof typeof eventRules].payload;
    return [name, { ...rule, isRequest: name in requests, validate: validator(schema) }];
  }),
);

type Acknowledge = (answer: Ack<unknown>) => void;

/** Dispatches one event. Never throws: a failure goes into the acknowledgement, or is counted where there is none. */
export type Dispatch = (socket: ClientSocket, name: string, args: unknown[]) => Promise<void>;

export function createDispatch(parts: DispatchParts): Dispatch {
  const { engine, index, limiter, countEvent, observeAcknowledgement, onLimit, onDefect } = parts;

  async function answer(socket: ClientSocket, rule: Rule | undefined, args: unknown[]): Promise<unknown> {
    if (!rule) throw new Refusal('not_found', 'There is no such event.');
    const { caller } = socket.data;
    await limiter.charge(rule.limit, caller.id, socket.data.address);
    if (args.length !== 1) throw new Refusal('invalid_input', 'An event takes one object.');
    const payload = rule.validate(args[0]);
    // The first point is charged before: bad input is charged, too.
    const more = (rule.cost?.(payload) ?? 1) - 1;
    if (more > 0) await limiter.charge(rule.limit, caller.id, socket.data.address, more);
    return rule.run({ engine, caller, socket, index }, payload);
  }

  return async (socket, name, args) => {
    const rule = rules.get(name);
    const acknowledge = typeof args.at(-1) === 'function' ? (args.pop() as Acknowledge) : undefined;
    const label = rule ? name : 'unknown';
    if (!rule && socket.data.unknownEvents?.spend() === false) {
      countEvent(label, 'closed');
      onLimit('unknownEvents', addressOfConnection(socket.conn));
      return void socket.disconnect(true);
    }
    if (!acknowledge && rule?.isRequest !== false) return countEvent(label, 'dropped');
    const arrivedAt = performance.now();
    try {
      const data = (await withDeadline(answer(socket, rule, args), deadlines.event)) ?? {};
      acknowledge?.({ ok: true, data });
      countEvent(label, 'ok');
    } catch (error) {
      const refusal = error instanceof Refusal ? error : onDefect(error);
      if (refusal instanceof LimitRefusal) onLimit(refusal.limit);
      acknowledge?.({ ok: false, error: refusal.toBody() });
      countEvent(label, refusal.code);
    }
    if (acknowledge) observeAcknowledgement((performance.now() - arrivedAt) / 1_000, label);
  };
}
