/** Defines the rule of an event: its rate limit and what it runs. */

import type { Engine } from '../engine/engine.ts';
import type { Caller } from '../engine/ports/identifiers.ts';
import type { RateLimitName } from '../policy/rate-limits.ts';
import type { Data, NoticeName, Payload, RequestName } from '../protocol/events.ts';
import type { SocketIndex } from './socket-index.ts';
import type { ClientSocket } from './socket-server.ts';

/** The request of a caller, and the socket that it came through. */
export interface EventContext {
  engine: Engine;
  caller: Caller;
  socket: ClientSocket;
  index: SocketIndex;
}

export interface RequestRule<E extends RequestName> {
  limit: RateLimitName;
  /** The points of the limit that the event costs, 1 by default. */
  cost?(payload: Payload<E>): number;
  run(context: EventContext, payload: Payload<E>): Promise<Data<E>>;
}

export interface NoticeRule<E extends NoticeName> {
  limit: RateLimitName;
  run(context: EventContext, payload: Payload<E>): Promise<void>;
}

export type EventRules = { [E in RequestName]: RequestRule<E> } & { [E in NoticeName]: NoticeRule<E> };

/** The rules of one family of events. */
export type EventFamily<E extends RequestName | NoticeName> = Pick<EventRules, E>;
