/** Sends the bytes of an upload piece by piece over a connection of its own. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { TestUser } from './client.ts';
import { octets } from './tus-client.ts';

export class SlowUpload {
  readonly #socket: Socket;
  #answer = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes) => (this.#answer += bytes)).on('error', () => {});
  }

  /** @param length - of the bytes that the request announces. */
  static async begin(user: TestUser, path: string, offset: number, length: number): Promise<SlowUpload> {
    const { hostname, port } = new URL(user.url);
    const upload = new SlowUpload(connect(Number(port), hostname));
    await upload.send(
      `PATCH ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${user.cookie}\r\nTus-Resumable: 1.0.0\r\n` +
        `Upload-Offset: ${offset}\r\nContent-Type: ${octets}\r\nContent-Length: ${length}\r\n\r\n`,
    );
    return upload;
  }

  async send(bytes: string | Buffer): Promise<void> {
    if (!this.#socket.write(bytes)) await Promise.race([once(this.#socket, 'drain'), once(this.#socket, 'close')]);
  }

  /** The status and the code of the refusal; null before the answer has come. */
  get refusal(): [number, string] | null {
    const [, status, code] = /^HTTP\/1\.1 (\d+)[\s\S]*"code":"(\w+)"/.exec(this.#answer) ?? [];
    return status && code ? [Number(status), code] : null;
  }

  end(): void {
    this.#socket.destroy();
  }
}
