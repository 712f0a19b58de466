/** Bytes to a port and what comes back, until the other side closes or has said nothing more for a while. */
import { connect } from 'node:net';

export interface RawReply {
  /** The status of every answer, in order. */
  statuses: number[];
  text: string;
  /** Whether the other side closed the connection. */
  closed: boolean;
}

/** A busy machine pauses between two answers, too. */
const quietMs = 1_500;

/** @param chunks - written one after the other, with a little time between. */
export function speak(url: string, chunks: readonly (string | Buffer)[], { waitMs = quietMs } = {}): Promise<RawReply> {
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

/** A request as text: a line, its headers, a body. */
export function requestText(line: string, headers: readonly string[] = [], body = ''): string {
  return [`${line} HTTP/1.1`, 'Host: 127.0.0.1', ...headers, '', body].join('\r\n');
}
