/** An HTTP server that bounds the unanswered requests of each connection, and the time in which a request arrives. */
import { type IncomingMessage, Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { connectionLimits } from '../policy/connection-limits.ts';
import type { LimitName } from '../policy/limit-table.ts';
import { isLongUpload, type UploadPace, watchUpload } from './long-uploads.ts';

type Answer = ServerResponse<IncomingMessage>;

type OnClosed = (limit: LimitName, request: IncomingMessage) => void;

const byConnection = new WeakMap<Socket, Set<Answer>>();

/** The code by which Node.js reports a request that took longer than `requestTimeout`; it does so once. */
const lateRequest = 'ERR_HTTP_REQUEST_TIMEOUT';

/** Connections that get no further answer: what arrives on them is dropped. */
const ending = new WeakSet<Socket>();

export class BoundedServer extends Server {
  readonly #unfinished = new Set<Answer>();
  readonly #onClosed: OnClosed;
  readonly #pace: UploadPace;

  /** @param pace - of the bodies of uploads; `requestTimeout` does not end them. */
  constructor(options: ServerOptions, onClosed: OnClosed, pace: UploadPace) {
    super(options);
    this.#pace = pace;
    this.#onClosed = onClosed;
    this.on('connection', (socket) => {
      socket.once('close', () => closeQueued(socket));
      // Node.js keeps an address that has been read. A connection that is closed by now has none, and nobody hears an answer.
      if (socket.remoteAddress === undefined) socket.destroy();
    });
  }

  /** Each request passes here before any listener: Fastify and Engine.IO both listen. */
  override emit(event: string, ...values: unknown[]): boolean {
    if (event === 'request' && !this.#admits(...(values as [IncomingMessage, Answer]))) return true;
    if (event === 'clientError' && this.#mayArriveLate(...(values as [NodeJS.ErrnoException, Socket]))) return true;
    return super.emit(event, ...values);
  }

  #admits(request: IncomingMessage, answer: Answer): boolean {
    const { socket } = request;
    if (ending.has(socket)) return false;
    const ofConnection = byConnection.get(socket) ?? new Set();
    if (ofConnection.size >= connectionLimits.unansweredRequests.points) {
      this.#onClosed('unansweredRequests', request);
      ending.add(socket);
      socket.destroy();
      return false;
    }
    byConnection.set(socket, ofConnection.add(answer));
    this.#unfinished.add(answer);
    watchUpload(request, answer, this.#pace, () => {
      const late = Object.assign(new Error('The upload is too slow.'), { code: lateRequest });
      super.emit('clientError', late, socket);
    });
    answer.once('close', () => {
      for (const answers of [this.#unfinished, ofConnection]) answers.delete(answer);
    });
    return true;
  }

  #mayArriveLate({ code }: NodeJS.ErrnoException, socket: Socket): boolean {
    return code === lateRequest && isLongUpload(socket);
  }

  /** Settles when no answer is left, or after this many milliseconds. */
  async answersFinished(withinMs: number): Promise<void> {
    const until = performance.now() + withinMs;
    while (this.#unfinished.size > 0 && performance.now() < until) await wait(10);
  }
}

/** The unfinished answers of a connection, in the order of their requests. */
export const unfinishedOf = (socket: Socket): Answer[] => [...(byConnection.get(socket) ?? [])];

/** Closes the connection after this answer, and drops the requests that follow it. */
export function endAfter(answer: Answer): void {
  answer.setHeader('connection', 'close');
  ending.add(answer.req.socket);
}

/**
 * Node.js before 24 closes only the answer whose turn it was; those behind it would be kept for ever by the code that waits
 * for them. A later version has destroyed them by now, and closes them itself.
 */
function closeQueued(socket: Socket): void {
  for (const answer of unfinishedOf(socket)) if (answer.socket === null && !answer.destroyed) answer.emit('close');
}
