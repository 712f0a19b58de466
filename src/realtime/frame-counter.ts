/** Counts the frames in the bytes of a WebSocket, before they are parsed. */

/** Counts the frames that begin in the next chunk of the same client, control frames and empty fragments included. */
export type FrameCounter = (chunk: Uint8Array) => number;

/** Bytes of the extended length of a frame (RFC 6455, section 5.2). */
const extendedBytes = (length: number) => (length < 126 ? 0 : length === 126 ? 2 : 8);

const maskBytes = (isMasked: boolean) => (isMasked ? 4 : 0);

export function createFrameCounter(): FrameCounter {
  /** The bytes of the present head, of which a chunk may hold only a part. */
  let head: number[] = [];
  /** Bytes of the payload that are still to come. */
  let payload = 0;

  /** Answers whether this byte completes the head of a frame. */
  function completesHead(byte: number): boolean {
    head.push(byte);
    const [, second = 0] = head;
    const length = second & 0x7f;
    const more = extendedBytes(length);
    if (head.length < 2 || head.length < 2 + more + maskBytes(second >= 0x80)) return false;
    payload = more === 0 ? length : head.slice(2, 2 + more).reduce((sum, digit) => sum * 256 + digit, 0);
    head = [];
    return true;
  }

  return (chunk) => {
    let frames = 0;
    let at = 0;
    while (at < chunk.length) {
      if (payload > 0) {
        const taken = Math.min(payload, chunk.length - at);
        payload -= taken;
        at += taken;
      } else {
        if (completesHead(chunk[at] as number)) frames += 1;
        at += 1;
      }
    }
    return frames;
  };
}
