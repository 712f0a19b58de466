/** WebSocket frames as a client writes and reads them: whole text messages only, which is all that Socket.IO sends. */
import { randomFillSync } from 'node:crypto';

const finalText = 0x81;
const masked = 0x80;

/** One mask for all frames: it guards proxies from scripts, and there is neither here. Not zero, which would spare the server work. */
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

/** Cuts a stream of bytes into the texts of its frames. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);
  readonly #onText: (text: string) => void;

  constructor(onText: (text: string) => void) {
    this.#onText = onText;
  }

  /** @throws Error when the server closes the connection or sends what is no text. */
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

/** Where the payload of the frame at this place starts and ends; null when it is not all there yet. */
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
