/** Opens a Socket.IO connection on bare TCP: a client library would use more CPU than the measured server. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { encodeFrame, FrameReader } from './web-frames.ts';

export interface WireOptions {
  port: number;
  cookie: string;
  /** Duologue sends `welcome` once the client can miss no push; the relay only answers the handshake. */
  waitsForWelcome: boolean;
}

const deadlineMs = 10_000;
const headEnd = '\r\n\r\n';

export class WireSocket {
  /** Called with each event (`42…`) and each acknowledgement (`43…`) that answers no `ask`. */
  onPacket: (packet: string) => void = () => {};
  readonly #socket: Socket;
  readonly #answers = new Map<number, (answer: string) => void>();
  readonly #reader = new FrameReader((text) => this.#receive(text));
  #lastId = 0;
  #opened: (() => void) | undefined;
  #failed: (error: Error) => void = () => {};
  #waitsForWelcome = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Resolves when the server has accepted the connection. */
  static async open({ port, cookie, waitsForWelcome }: WireOptions): Promise<WireSocket> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const wire = new WireSocket(socket);
    wire.#waitsForWelcome = waitsForWelcome;
    const timer = setTimeout(() => wire.#failed(new Error('No handshake in time')), deadlineMs);
    try {
      await new Promise<void>((resolve, reject) => {
        wire.#opened = resolve;
        wire.#failed = reject;
        socket.once('error', reject).once('close', () => reject(new Error('Closed during the handshake')));
        wire.#readHead();
        socket.write(upgradeRequest(port, cookie));
      });
    } finally {
      clearTimeout(timer);
    }
    return wire;
  }

  /** Sends an event and returns the id of its acknowledgement. */
  send(event: string, payload: string): number {
    this.#lastId += 1;
    this.#socket.write(encodeFrame(`42${this.#lastId}["${event}",${payload}]`));
    return this.#lastId;
  }

  /** Sends a request and returns the answer's data. @throws Error when it is refused or not answered in time. */
  async ask<T>(event: string, payload: object): Promise<T> {
    const id = this.send(event, JSON.stringify(payload));
    const text = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${event} was not answered in time`)), deadlineMs);
      this.#answers.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
    });
    const [answer] = JSON.parse(text) as [{ ok: boolean; data: T }];
    if (!answer.ok) throw new Error(`${event} was refused: ${text}`);
    return answer.data;
  }

  async close(): Promise<void> {
    if (this.#socket.destroyed) return;
    const closed = once(this.#socket, 'close');
    this.#socket.destroy();
    await closed;
  }

  #readHead(): void {
    let head = '';
    const read = (chunk: Buffer) => {
      head += chunk.toString('latin1');
      const end = head.indexOf(headEnd);
      if (end < 0) return;
      this.#socket.off('data', read);
      if (!head.startsWith('HTTP/1.1 101')) return this.#failed(new Error(`Not upgraded: ${head.slice(0, 200)}`));
      this.#socket.on('data', (frames: Buffer) => this.#read(frames));
      const rest = Buffer.from(head.slice(end + headEnd.length), 'latin1');
      if (rest.length > 0) this.#read(rest);
    };
    this.#socket.on('data', read);
  }

  #read(frames: Buffer): void {
    try {
      this.#reader.read(frames);
    } catch (error) {
      this.#failed(error as Error);
      this.#socket.destroy();
    }
  }

  #receive(packet: string): void {
    if (packet.startsWith('43') && this.#answers.size > 0 && this.#settleAnswer(packet)) return;
    if (packet.startsWith('42') || packet.startsWith('43')) this.#receiveEvent(packet);
    else if (packet === '2') this.#socket.write(encodeFrame('3'));
    else if (packet.startsWith('0')) this.#socket.write(encodeFrame('40'));
    else if (packet.startsWith('40') && !this.#waitsForWelcome) this.#open();
    else if (packet.startsWith('44')) this.#failed(new Error(`Refused: ${packet}`));
  }

  #receiveEvent(packet: string): void {
    if (this.#opened && packet.startsWith('42["welcome"')) this.#open();
    else this.onPacket(packet);
  }

  #open(): void {
    this.#opened?.();
    this.#opened = undefined;
  }

  #settleAnswer(packet: string): boolean {
    const start = packet.indexOf('[');
    const id = Number(packet.slice(2, start));
    const answer = this.#answers.get(id);
    this.#answers.delete(id);
    answer?.(packet.slice(start));
    return answer !== undefined;
  }
}

function upgradeRequest(port: number, cookie: string): string {
  const lines = [
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    `Cookie: ${cookie}`,
  ];
  return lines.join('\r\n') + headEnd;
}

/** Opens many sockets, `atOnce` in parallel; closes all of them when one fails. */
export async function openAll(options: readonly WireOptions[], atOnce = 32): Promise<WireSocket[]> {
  const sockets: WireSocket[] = [];
  const waiting = [...options.entries()];
  const open = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) sockets[next[0]] = await WireSocket.open(next[1]);
  };
  const outcomes = await Promise.allSettled(Array.from({ length: atOnce }, open));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (!failed) return sockets;
  await closeAll(sockets);
  throw failed.reason;
}

export async function closeAll(sockets: readonly WireSocket[]): Promise<void> {
  await Promise.all(sockets.map((socket) => socket.close()));
}
