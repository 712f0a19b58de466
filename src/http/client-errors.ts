/** Answers what is no HTTP, or comes too slowly or with too many headers: the contract's error, and the end of the connection. */
import type { Socket } from 'node:net';
import type { RefusalBody } from '../protocol/refusals.ts';
import { rawSecureHeaders } from './security-headers.ts';

const headers = rawSecureHeaders();

const kinds: Record<string, { status: string; error: RefusalBody }> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    error: { code: 'invalid_input', message: 'The request took too long to arrive.' },
  },
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    error: { code: 'payload_too_large', message: 'The headers are too large.' },
  },
};
const malformed = {
  status: '400 Bad Request',
  error: { code: 'invalid_input', message: 'This is no HTTP request.' } satisfies RefusalBody,
};

/** There is no request yet, and so no reply: the answer is written as it is. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, error: refusal } = kinds[error.code ?? ''] ?? malformed;
  const body = JSON.stringify({ error: refusal });
  const type = `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  if (socket.writable) socket.write(`HTTP/1.1 ${status}\r\n${headers}${type}Connection: close\r\n\r\n${body}`);
  socket.destroySoon();
}
