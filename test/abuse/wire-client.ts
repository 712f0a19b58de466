/** A client below Socket.IO's own: puts any frame on the WebSocket, and hears every packet as it came. */
import { once } from 'node:events';
import WebSocket from 'ws';
import { patienceMs, within } from '../support/waiting.ts';

/** Acknowledgement numbers that no recorded or invented frame uses. */
const firstOwnId = 1_000_000;

export interface WireAnswer {
  ok: boolean;
  data?: unknown;
  error?: { code: string; message: string };
}

export class WireClient {
  readonly socket: WebSocket;
  /** The code of the close frame, once it is closed; 1006 where there was none. */
  closeCode: number | null = null;
  /** Every packet that is no answer to `ask`. */
  readonly heard: string[] = [];
  readonly #waiting = new Map<number, { resolve(answer: WireAnswer): void; reject(error: Error): void }>();
  #lastId = firstOwnId;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data, isBinary) => this.#hear(isBinary ? '' : String(data)));
    socket.on('error', () => {});
    socket.on('close', (code) => this.#closed(code));
  }

  /** Opens the WebSocket, and nothing more. @throws Error where it is not upgraded. */
  static async dial(
    url: string,
    { cookie = '', query = 'EIO=4&transport=websocket', headers = {} } = {},
  ): Promise<WireClient> {
    const address = `${url.replace('http', 'ws')}/socket.io/?${query}`;
    const socket = new WebSocket(address, {
      headers: { ...(cookie && { cookie }), ...headers },
      perMessageDeflate: false,
    });
    const client = new WireClient(socket);
    await within(patienceMs, 'the upgrade', once(socket, 'open'));
    return client;
  }

  /** Lets itself in as a client does, and waits for `welcome`. */
  static async open(url: string, cookie: string): Promise<WireClient> {
    const client = await WireClient.dial(url, { cookie });
    const welcome = client.next(/^42\["welcome"|^44/);
    client.send('40');
    const said = await welcome;
    if (said.startsWith('44')) throw new Error(`Refused: ${said}`);
    client.heard.length = 0;
    return client;
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  send(frame: string | Uint8Array): void {
    this.socket.send(frame);
  }

  /** The answer to an event whose arguments are this JSON text. @throws Error when the socket closes first. */
  ask(name: string, args: string): Promise<WireAnswer> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = new Promise<WireAnswer>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    if (!this.isOpen) this.#closed(this.closeCode ?? 1006);
    else this.send(`42${id}[${JSON.stringify(name)}${args && ','}${args}]`);
    return within(patienceMs, `an answer to ${name}`, answer);
  }

  /** Whether it still works: true when it answers, false when it was closed. @throws Error when it does neither. */
  async answers(): Promise<boolean> {
    try {
      return (await this.ask('watch', '{"usernames":[]}')).ok;
    } catch (error) {
      if (this.closeCode !== null) return false;
      throw error;
    }
  }

  /** The next packet that matches; listens from the moment of the call. */
  next(pattern: RegExp): Promise<string> {
    const found = new Promise<string>((resolve, reject) => {
      this.socket.on('message', (data) => pattern.test(String(data)) && resolve(String(data)));
      this.socket.on('close', (code) => reject(new Error(`Closed with ${code}`)));
    });
    found.catch(() => {});
    return within(patienceMs, `a packet ${pattern}`, found);
  }

  close(): void {
    this.socket.terminate();
  }

  #hear(packet: string): void {
    if (packet === '2') this.socket.send('3');
    const [, id, answer] = /^43(\d+)\[(.*)\]$/s.exec(packet) ?? [];
    const waiting = this.#waiting.get(Number(id));
    if (!waiting || answer === undefined) this.heard.push(packet);
    else waiting.resolve(JSON.parse(answer));
    this.#waiting.delete(Number(id));
  }

  #closed(code: number): void {
    this.closeCode ??= code;
    for (const { reject } of this.#waiting.values()) reject(new Error(`Closed with ${code}`));
    this.#waiting.clear();
  }
}
