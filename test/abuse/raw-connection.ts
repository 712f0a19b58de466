/** Sends bytes to a port and reads the reply until the server closes or stays silent. */
import { connect } from 'node:net';

export interface RawReply {
  /** The status of each answer, in order. */
  statuses: number[];
  text: string;
  /** Whether the server closed the connection. */
  closed: boolean;
}

/** Long enough for the pauses of a busy machine between two answers. */
const quietMs = 1_500;

/** @param chunks - written one after another, 20 ms apart. */
export function exchangeBytes(
  url: string,
  chunks: readonly (string | Buffer)[],
  { waitMs = quietMs } = {},
): Promise<RawReply> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let text = '';
    let timer: NodeJS.Timeout;
    const end = (closed: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({
        statuses: [...text.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map(([, status]) => Number(status)),
        text,
        closed,
      });
    };
    const wait = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => end(false), ms);
    };
    socket.on('error', () => {});
    socket.on('close', () => end(true));
    socket.on('data', (data) => {
      text += data.toString('latin1');
      wait(quietMs);
    });
    const queue = [...chunks];
    const next = () => {
      const chunk = queue.shift();
      if (chunk === undefined || socket.destroyed) return;
      socket.write(chunk, () => setTimeout(next, queue.length > 0 ? 20 : 0));
    };
    wait(waitMs + 4_000);
    next();
  });
}

/** Returns the text of a request. */
export function requestText(line: string, headers: readonly string[] = [], body = ''): string {
  return [`${line} HTTP/1.1`, 'Host: 127.0.0.1', ...headers, '', body].join('\r\n');
}
