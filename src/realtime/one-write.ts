/** Writes once what one turn of the loop has for a client; Engine.IO would write packet by packet, header and payload apart. */
import type { IncomingMessage } from 'node:http';
import type { Server } from 'socket.io';

interface Packet {
  options?: { wsPreEncodedFrame?: readonly Buffer[] };
}

/** Engine.IO's transport over a WebSocket, and what its types do not show of both. */
interface Transport {
  name: string;
  writable: boolean;
  supportsBinary: boolean;
  parser: { encodePacket(packet: Packet, binary: boolean, done: (encoded: string | Buffer) => void): void };
  socket: { readyState: number; _socket: { write(bytes: Buffer, done: (error?: Error) => void): void } };
  emit(event: 'drain'): void;
  /** Says that more may come, or what went wrong. */
  _onSentLast(error?: Error): void;
  send(packets: readonly Packet[]): void;
  doClose(done?: () => void): void;
}

interface Connection {
  transport: Transport;
  on(event: 'upgrade', listener: (transport: Transport) => void): void;
}

const open = 1;
const opcodes = { text: 1, binary: 2 };

/** What each transport has to write at the end of this turn. */
const waiting = new WeakMap<Transport, Buffer[]>();

export function writeOnce(io: Server): void {
  // What a connection opens with follows the answer to the upgrade in the same turn.
  io.engine.on('initial_headers', (_headers: object, { socket }: IncomingMessage) => {
    socket.cork();
    setImmediate(() => socket.uncork());
  });
  io.engine.on('connection', (connection: Connection) => {
    adopt(connection.transport);
    connection.on('upgrade', adopt);
  });
}

function adopt(transport: Transport): void {
  if (transport.name !== 'websocket') return;
  transport.send = send;
  transport.doClose = doClose;
}

function send(this: Transport, packets: readonly Packet[]): void {
  let frames = waiting.get(this);
  if (!frames) {
    frames = [];
    waiting.set(this, frames);
    process.nextTick(write, this);
  } else this.emit('drain'); // Engine.IO counts one for each call; the first of a turn has its own from the write.
  for (const packet of packets) {
    if (packet.options?.wsPreEncodedFrame) frames.push(...packet.options.wsPreEncodedFrame);
    else this.parser.encodePacket(packet, this.supportsBinary, (encoded) => frames.push(frameOf(encoded)));
  }
}

/** Nothing more is taken until the system has it: what comes meanwhile waits with Engine.IO, where slow readers are found. */
function write(transport: Transport): void {
  const frames = waiting.get(transport);
  waiting.delete(transport);
  if (!frames || transport.socket.readyState !== open) return;
  transport.writable = false;
  const bytes = frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames);
  transport.socket._socket.write(bytes, transport._onSentLast);
}

/** Nothing may follow the frame that closes. */
function doClose(this: Transport, done?: () => void): void {
  write(this);
  Object.getPrototypeOf(this).doClose.call(this, done);
}

/** One unmasked WebSocket frame (RFC 6455, 5.2). */
function frameOf(data: string | Buffer): Buffer {
  const length = Buffer.byteLength(data);
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = 0x80 | (typeof data === 'string' ? opcodes.text : opcodes.binary);
  if (start === 2) frame[1] = length;
  else if (start === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  if (typeof data === 'string') frame.write(data, start);
  else data.copy(frame, start);
  return frame;
}
