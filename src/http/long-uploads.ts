/** Lets the body of an upload arrive for longer than other requests, as long as its bytes keep coming. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The path of uploads; the path of one upload continues it. */
export const uploadsPath = '/api/uploads';

/** In milliseconds, and in bytes a second on average: a client below the rate holds a connection for nothing. */
export interface UploadPace {
  silentMs: number;
  bytesPerSecond: number;
  /** How often the arrival of bytes is looked at. */
  checkMs: number;
}

/** The upload that arrives on a connection. */
const arriving = new WeakMap<Socket, IncomingMessage>();

export const isLongUpload = (socket: Socket): boolean => arriving.has(socket);

/** The path is that of uploads or of one upload, and the method brings bytes. */
function bringsBytes({ method, url = '' }: IncomingMessage): boolean {
  const [path = ''] = url.split('?');
  return (method === 'PATCH' || method === 'POST') && (path === uploadsPath || path.startsWith(`${uploadsPath}/`));
}

/** @param end - called once, when the client is too slow, or still sends long after its answer */
export function watchUpload(request: IncomingMessage, answer: ServerResponse, pace: UploadPace, end: () => void): void {
  if (!bringsBytes(request)) return;
  const { socket } = request;
  const startedAt = performance.now();
  const before = socket.bytesRead;
  let seen = { bytes: before, at: startedAt };
  arriving.set(socket, request);

  const timer = setInterval(() => {
    if (request.complete) return stop();
    const now = performance.now();
    if (socket.bytesRead > seen.bytes) seen = { bytes: socket.bytesRead, at: now };
    const age = now - startedAt;
    const isSlow = age > pace.silentMs && socket.bytesRead - before < (age / 1_000) * pace.bytesPerSecond;
    const isAnswered = answer.writableEnded && age > pace.silentMs;
    if (now - seen.at < pace.silentMs && !isSlow && !isAnswered) return;
    stop();
    end();
  }, pace.checkMs).unref();

  function stop(): void {
    clearInterval(timer);
    if (arriving.get(socket) === request) arriving.delete(socket);
  }
  request.once('close', stop);
}
