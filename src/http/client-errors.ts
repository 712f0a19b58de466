/** Answers what is no HTTP, or comes too slowly or with too many headers: the contract's error, and the end of the connection. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Refusal, type RefusalBody } from '../protocol/refusals.ts';
import { rawSecureHeaders } from './security-headers.ts';

const headers = rawSecureHeaders();

interface Kind {
  status: string;
  error: RefusalBody;
}

const kinds: Record<string, Kind> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    error: { code: 'invalid_input', message: 'The request took too long to arrive.' },
  },
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    error: { code: 'payload_too_large', message: 'The headers are too large.' },
  },
};
const malformed: Kind = {
  status: '400 Bad Request',
  error: { code: 'invalid_input', message: 'This is no HTTP request.' },
};

const stopping: Kind = {
  status: '503 Service Unavailable',
  error: { code: 'unavailable', message: 'This node is about to stop. Connect again.' },
};

type Answer = ServerResponse<IncomingMessage>;

/** The answers of each connection that are still under way. */
const underWay = new WeakMap<Socket, Set<Answer>>();

/** Connections that are being ended: what else comes by them is not looked at. */
const ending = new WeakSet<Socket>();

/** Has to be told of every request, so that no answer to a broken one overtakes those to the good ones before it. */
export function watchAnswers(server: Server): void {
  server.on('request', ({ socket }, answer: Answer) => {
    const answers = underWay.get(socket) ?? new Set();
    underWay.set(socket, answers.add(answer));
    answer.once('close', () => answers.delete(answer));
  });
}

/** There is no request yet, and so no reply: the answer is written as it is, after those to what came before. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || ending.has(socket)) return;
  ending.add(socket);
  socket.pause();
  endAfter(socket, kinds[error.code ?? ''] ?? malformed);
}

/**
 * Refuses what Node would by itself, without a body or our headers. Whether there is a body to come, only the client
 * knows: the connection ends, so that none is taken for the next request.
 */
export function refuseUnfit(app: FastifyInstance): void {
  app.server.on('checkExpectation', (request, answer) => app.server.emit('request', request, answer));
  app.addHook('onRequest', async ({ raw }, reply) => {
    const fault = unfit(raw);
    if (fault === null) return;
    reply.header('connection', 'close');
    throw new Refusal('invalid_input', fault);
  });
}

/** What RFC 9110 and 9112 let no server take. */
function unfit({ headers, httpVersion, headersDistinct }: IncomingMessage): string | null {
  if (headers.host === undefined && httpVersion === '1.1') return 'The Host header is missing.';
  if ((headersDistinct.host ?? []).length > 1) return 'There is more than one Host header.';
  if (headers.expect === undefined || /^100-continue$/i.test(headers.expect)) return null;
  return 'The Expect header asks for what no server here does.';
}

/** From now on who wants a socket is refused before there is one: a balancer then asks another node, and the client never hears of it. */
export function refuseSockets(server: Server): void {
  server.removeAllListeners('upgrade');
  server.on('upgrade', (_request, socket: Socket) => end(socket, stopping));
}

function endAfter(socket: Socket, kind: Kind): void {
  const answers = [...(underWay.get(socket) ?? [])];
  const before = answers.findLast((answer) => answer.req.complete);
  if (before) before.once('close', () => endAfter(socket, kind));
  // The broken one's own head may be known, and refused already.
  else end(socket, answers.some((answer) => answer.headersSent) ? null : kind);
}

function end(socket: Socket, kind: Kind | null): void {
  if (socket.writable && kind) {
    const body = JSON.stringify({ error: kind.error });
    const type = `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
    socket.write(`HTTP/1.1 ${kind.status}\r\n${headers}${type}Connection: close\r\n\r\n${body}`);
  }
  socket.destroySoon();
}
