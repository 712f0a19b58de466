/** Turns a payload into text once, though it goes to every device of two people. */
import type { Server } from 'socket.io';

interface Packet {
  data?: unknown;
  id?: number;
}

/** Socket.IO's own; its types do not show it. */
interface Encoder {
  encode(packet: Packet): unknown[];
}

/** The last payload alone is kept: those to whom it goes follow each other. */
export function encodeOnce(io: Server): void {
  const encoder = (io as unknown as { encoder: Encoder }).encoder;
  const encode = encoder.encode.bind(encoder);
  let last: { event: unknown; payload: unknown; encoded: unknown[] } | undefined;

  encoder.encode = (packet) => {
    // One with an id asks for an answer, or is one: it differs from device to device.
    if (!Array.isArray(packet.data) || packet.id !== undefined) return encode(packet);
    const [event, payload] = packet.data;
    if (last && last.payload === payload && last.event === event) return last.encoded;
    const encoded = encode(packet);
    last = { event, payload, encoded };
    return encoded;
  };
}
