/** Sends any frame over a WebSocket and receives raw packets, below Socket.IO's client. */
import { once } from 'node:events';
import WebSocket from 'ws';
import { defaultTimeoutMs, within } from '../support/waiting.ts';

/** First acknowledgement id; no recorded or generated frame uses ids this high. */
const firstOwnId = 1_000_000;

export interface WireAnswer {
  ok: boolean;
  data?: unknown;
  error?: { code: string; message: string };
}

export class WireClient {
  readonly socket: WebSocket;
  /** The close code, once closed; 1006 without a close frame. */
  closeCode: number | null = null;
  /** Packets that answer no `ask`. */
  readonly received: string[] = [];
  readonly #waiting = new Map<number, { resolve(answer: WireAnswer): void; reject(error: Error): void }>();
  #lastId = firstOwnId;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data, isBinary) => this.#receive(isBinary ? '' : String(data)));
    socket.on('error', () => {});
    socket.on('close', (code) => this.#closed(code));
  }

  /** Opens the WebSocket without a Socket.IO handshake. @throws Error when the upgrade is refused. */
  static async upgrade(
    url: string,
    { cookie = '', query = 'EIO=4&transport=websocket', headers = {} } = {},
  ): Promise<WireClient> {
    const address = `${url.replace('http', 'ws')}/socket.io/?${query}`;
    const socket = new WebSocket(address, {
      headers: { ...(cookie && { cookie }), ...headers },
      perMessageDeflate: false,
    });
    const client = new WireClient(socket);
    await within(defaultTimeoutMs, 'the upgrade', once(socket, 'open'));
    return client;
  }

  /** Connects as a client does and waits for `welcome`. */
  static async open(url: string, cookie: string): Promise<WireClient> {
    const client = await WireClient.upgrade(url, { cookie });
    const welcome = client.next(/^42\["welcome"|^44/);
    client.send('40');
    const reply = await welcome;
    if (reply.startsWith('44')) throw new Error(`Refused: ${reply}`);
    client.received.length = 0;
    return client;
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  send(frame: string | Uint8Array): void {
    this.socket.send(frame);
  }

  /** Sends an event with arguments as JSON text and returns the answer. @throws Error when the socket closes first. */
  ask(name: string, args: string): Promise<WireAnswer> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = new Promise<WireAnswer>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    if (!this.isOpen) this.#closed(this.closeCode ?? 1006);
    else this.send(`42${id}[${JSON.stringify(name)}${args && ','}${args}]`);
    return within(defaultTimeoutMs, `an answer to ${name}`, answer);
  }

  /** Returns true when the server answers, false when the socket is closed. @throws Error when neither happens. */
  async isResponsive(): Promise<boolean> {
    try {
      return (await this.ask('watch', '{"usernames":[]}')).ok;
    } catch (error) {
      if (this.closeCode !== null) return false;
      throw error;
    }
  }

  /** Resolves with the next packet that matches, from the moment of the call. */
  next(pattern: RegExp): Promise<string> {
    const found = new Promise<string>((resolve, reject) => {
      this.socket.on('message', (data) => pattern.test(String(data)) && resolve(String(data)));
      this.socket.on('close', (code) => reject(new Error(`Closed with ${code}`)));
    });
    found.catch(() => {});
    return within(defaultTimeoutMs, `a packet ${pattern}`, found);
  }

  close(): void {
    this.socket.terminate();
  }

  #receive(packet: string): void {
    if (packet === '2') this.socket.send('3');
    const [, id, answer] = /^43(\d+)\[(.*)\]$/s.exec(packet) ?? [];
    const waiting = this.#waiting.get(Number(id));
    if (!waiting || answer === undefined) this.received.push(packet);
    else waiting.resolve(JSON.parse(answer));
    this.#waiting.delete(Number(id));
  }

  #closed(code: number): void {
    this.closeCode ??= code;
    for (const { reject } of this.#waiting.values()) reject(new Error(`Closed with ${code}`));
    this.#waiting.clear();
  }
}
