/** Answers malformed, slow and oversized requests with the contract's error, and closes their connections. */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Refusal, type RefusalBody } from '../protocol/refusals.ts';
import { unfinishedOf } from './bounded-server.ts';
import { rawSecurityHeaders } from './security-headers.ts';

const headers = rawSecurityHeaders();

interface RawError {
  status: string;
  error: RefusalBody;
}

const errorsByCode: Record<string, RawError> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    error: { code: 'invalid_input', message: 'The request took too long to arrive.' },
  },
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    error: { code: 'payload_too_large', message: 'The headers are too large.' },
  },
};
const malformed: RawError = {
  status: '400 Bad Request',
  error: { code: 'invalid_input', message: 'This is not an HTTP request.' },
};

const stopping: RawError = {
  status: '503 Service Unavailable',
  error: { code: 'unavailable', message: 'This node is about to stop. Connect again.' },
};

const noUpgrade: RawError = {
  status: '400 Bad Request',
  error: { code: 'invalid_input', message: 'This path takes no upgrade. Send the request without an Upgrade header.' },
};

/** Connections that are closing. Their further errors are ignored. */
const closing = new WeakSet<Socket>();

/** Writes the answer to the socket, after the answers to earlier requests: Fastify has no request and no reply here. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || closing.has(socket)) return;
  closing.add(socket);
  socket.pause();
  closeInOrder(socket, errorsByCode[error.code ?? ''] ?? malformed);
}

/**
 * Refuses the requests that Node would refuse without a body and without our headers. Closes their connections: only the
 * client knows whether a body follows, and it must not be read as the next request.
 */
export function refuseInvalidHeaders(app: FastifyInstance): void {
  app.server.on('checkExpectation', (request, answer) => app.server.emit('request', request, answer));
  app.addHook('onRequest', async ({ raw }, reply) => {
    const fault = headerFault(raw);
    if (fault === null) return;
    reply.header('connection', 'close');
    throw new Refusal('invalid_input', fault);
  });
}

/** Answers which rule of RFC 9110 or 9112 the headers break, or null. */
function headerFault({ headers, httpVersion, headersDistinct }: IncomingMessage): string | null {
  if (headers.host === undefined && httpVersion === '1.1') return 'The Host header is missing.';
  if ((headersDistinct.host ?? []).length > 1) return 'There is more than one Host header.';
  if (headers.expect === undefined || /^100-continue$/i.test(headers.expect)) return null;
  return 'The value of the Expect header is not supported.';
}

/** Refuses every later upgrade. A load balancer then tries another node, and the client does not notice. */
export function refuseSockets(server: Server): void {
  server.removeAllListeners('upgrade');
  server.on('upgrade', (_request, socket: Socket) => close(socket, stopping));
}

/** Answers upgrades of every path but the sockets'; Engine.IO would close them without a word. */
export function refuseOtherUpgrades(server: Server): void {
  server.on('upgrade', ({ url = '' }: IncomingMessage, socket: Socket) => {
    if (url.startsWith('/socket.io/')) return;
    socket.on('error', () => {});
    close(socket, noUpgrade);
  });
}

function closeInOrder(socket: Socket, rawError: RawError): void {
  const answers = unfinishedOf(socket);
  const before = answers.findLast((answer) => answer.req.complete);
  if (before) before.once('close', () => closeInOrder(socket, rawError));
  // The malformed request may have been refused already, after its headers.
  else close(socket, answers.some((answer) => answer.headersSent) ? null : rawError);
}

function close(socket: Socket, rawError: RawError | null): void {
  if (socket.writable && rawError) {
    const body = JSON.stringify({ error: rawError.error });
    const type = `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
    socket.write(`HTTP/1.1 ${rawError.status}\r\n${headers}${type}Connection: close\r\n\r\n${body}`);
  }
  socket.destroySoon();
}
