/** Limits how often one address opens connections: each costs more than the handshake that is refused afterwards. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RateLimiter } from '../engine/ports/rate-limit-port.ts';
import { addressBlock } from '../policy/address-blocks.ts';
import { LimitRefusal } from '../policy/limit-refusal.ts';
import type { OnLimit } from '../policy/limit-table.ts';
import type { Refusal } from '../protocol/refusals.ts';
import { sidOf } from './engine-io-internals.ts';
import type { SocketServer } from './socket-server.ts';

export interface OpeningLimitParts {
  limiter: RateLimiter;
  addressOf(request: IncomingMessage): string;
  /** The key of the session whose signed cookie the request carries, without a look-up. */
  sessionKeyOf(request: IncomingMessage): string | null;
  onLimit: OnLimit;
}

/** A signed cookie pays for itself, so strangers at the same address keep no user out. */
export function limitOpenings(io: SocketServer, parts: OpeningLimitParts): void {
  const { limiter, addressOf, sessionKeyOf, onLimit } = parts;
  io.engine.use((request: IncomingMessage, answer: ServerResponse, next: () => void) => {
    if (sidOf(request)) return next();
    // Until ws listens, an error of an upgraded connection would end the process.
    if (isUpgrade(answer)) request.socket.once('error', () => {});
    const session = sessionKeyOf(request);
    const charge =
      session === null
        ? limiter.charge('opening', addressBlock(addressOf(request)))
        : limiter.charge('session', session);
    charge.then(next, (refusal: Refusal) => {
      if (refusal instanceof LimitRefusal) onLimit(refusal.limit);
      refuse(request, answer, refusal);
    });
  });
}

/** For an upgrade Engine.IO gives an answer that can carry no body. */
const isUpgrade = (answer: ServerResponse) => typeof answer.once !== 'function';

function refuse({ socket }: IncomingMessage, answer: ServerResponse, { code, message, details }: Refusal): void {
  const body = JSON.stringify({ error: { code, message, ...details } });
  const headers = { 'content-type': 'application/json; charset=utf-8', connection: 'close' };
  if (!isUpgrade(answer)) return void answer.writeHead(429, headers).end(body);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(['HTTP/1.1 429 Too Many Requests', ...lines, `content-length: ${body.length}`, '', body].join('\r\n'));
}
