/** Encodes and reads WebSocket frames of a client: whole text messages only, since Socket.IO sends no others. */
import { randomFillSync } from 'node:crypto';

const finalText = 0x81;
const masked = 0x80;

/** One mask for all frames: masking protects proxies from scripts, and a benchmark has neither. A zero mask would spare the server work. */
const mask = randomFillSync(Buffer.alloc(4)).map((byte) => byte | 1);

/** @param text - ASCII only. */
export function encodeFrame(text: string): Buffer {
  const { length } = text;
  const start = length < 126 ? 6 : 8;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = finalText;
  if (length < 126) frame[1] = masked | length;
  else {
    frame[1] = masked | 126;
    frame.writeUInt16BE(length, 2);
  }
  frame.set(mask, start - 4);
  frame.write(text, start, 'latin1');
  for (let index = 0; index < length; index += 1) {
    frame[start + index] = (frame[start + index] as number) ^ (mask[index & 3] as number);
  }
  return frame;
}

/** Splits a byte stream into the texts of its frames. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);
  readonly #onText: (text: string) => void;

  constructor(onText: (text: string) => void) {
    this.#onText = onText;
  }

  /** @throws Error when the server sends a close frame or any other frame than text. */
  read(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (;;) {
      const frame = frameAt(bytes, at);
      if (!frame) break;
      if (bytes[at] !== finalText) throw new Error(`The server sent a frame of kind ${bytes[at]}`);
      this.#onText(bytes.toString('utf8', frame.start, frame.end));
      at = frame.end;
    }
    this.#rest = bytes.subarray(at);
  }
}

/** Returns the start and end of the payload of the frame at this offset; null while it is incomplete. */
function frameAt(bytes: Buffer, at: number): { start: number; end: number } | null {
  if (bytes.length < at + 2) return null;
  const short = (bytes[at + 1] as number) & 0x7f;
  const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
  if (bytes.length < start) return null;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
  const end = start + length;
  return bytes.length < end ? null : { start, end };
}
