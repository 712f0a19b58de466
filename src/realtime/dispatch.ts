/** The one wrapper around everything a client sends: finds the rule, validates, charges the limit, runs, acknowledges. */

import type { Engine } from '../engine/engine.ts';
import type { RateLimiter } from '../engine/ports/rate-limit-port.ts';
import { deadlines, inTime } from '../policy/deadlines.ts';
import type { RateLimitName } from '../policy/rate-limits.ts';
import { validator } from '../policy/validation.ts';
import { type Ack, notices, requests } from '../protocol/events.ts';
import { Refusal } from '../protocol/refusals.ts';
import { eventRules } from './event-list.ts';
import type { Asking } from './event-rules.ts';
import type { ClientSocket } from './socket-server.ts';

export interface DispatchParts {
  engine: Engine;
  limiter: RateLimiter;
  /** @param outcome - `ok`, `dropped`, or the code of the refusal. */
  countEvent(event: string, outcome: string): void;
  /** Logs a defect; answers the refusal that names the log line. */
  onDefect(error: unknown): Refusal;
}

interface Rule {
  isRequest: boolean;
  limit: RateLimitName;
  validate(payload: unknown): unknown;
  run(asking: Asking, payload: never): Promise<unknown>;
}

/** A map, so that no name a client invents finds something an object inherits. */
const rules = new Map<string, Rule>(
  Object.entries(eventRules).map(([name, rule]) => {
    const schema = { ...requests, ...notices }[name as keyof typeof eventRules].payload;
    return [name, { ...rule, isRequest: name in requests, validate: validator(schema) }];
  }),
);

type Acknowledge = (answer: Ack<unknown>) => void;

/** Never throws: what goes wrong is answered, or dropped and counted where there is nobody to answer. */
export function createDispatch({ engine, limiter, countEvent, onDefect }: DispatchParts) {
  async function answer(socket: ClientSocket, rule: Rule | undefined, args: unknown[]): Promise<unknown> {
    if (!rule) throw new Refusal('not_found', 'There is no such event.');
    const { caller } = socket.data;
    await limiter.charge(rule.limit, caller.id, socket.data.address);
    if (args.length !== 1) throw new Refusal('invalid_input', 'An event takes one object.');
    const payload = rule.validate(args[0]) as never;
    return rule.run({ engine, caller, socket }, payload);
  }

  return async (socket: ClientSocket, name: string, args: unknown[]): Promise<void> => {
    const rule = rules.get(name);
    const acknowledge = typeof args.at(-1) === 'function' ? (args.pop() as Acknowledge) : undefined;
    const label = rule ? name : 'unknown';
    if (!rule && socket.data.unknownEvents?.spend() === false) {
      countEvent(label, 'cut');
      return void socket.disconnect(true);
    }
    if (!acknowledge && rule?.isRequest !== false) return countEvent(label, 'dropped');
    try {
      const data = (await inTime(answer(socket, rule, args), deadlines.event)) ?? {};
      acknowledge?.({ ok: true, data });
      countEvent(label, 'ok');
    } catch (error) {
      const refusal = error instanceof Refusal ? error : onDefect(error);
      acknowledge?.({ ok: false, error: refusal.toBody() });
      countEvent(label, refusal.code);
    }
  };
}
