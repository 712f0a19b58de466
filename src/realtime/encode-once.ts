/** Turns a payload into a frame once, though it goes to the devices of two people in two broadcasts. */
import type { Server } from 'socket.io';

interface Packet {
  data?: unknown[];
  id?: number;
}
interface Frames {
  packets: unknown[];
  /** The bytes as they go over a WebSocket. */
  frame: unknown;
}

/** Socket.IO's adapter of either shape; its types do not show where it encodes. */
interface Encoder {
  _encode(packet: Packet, options: { wsPreEncodedFrame?: unknown }): unknown[];
}

/** The last payload alone is kept: a message's two broadcasts follow each other. */
export function encodeOnce(io: Pick<Server, 'of'>): void {
  const adapter = io.of('/').adapter as unknown as Encoder;
  const encode = adapter._encode.bind(adapter);
  let last: (Frames & { event: unknown; payload: unknown }) | undefined;

  adapter._encode = (packet, options) => {
    const [event, payload] = packet.data ?? [];
    if (typeof payload !== 'object' || packet.id !== undefined) return encode(packet, options);
    if (last?.payload !== payload || last.event !== event) {
      const packets = encode(packet, options);
      last = { event, payload, packets, frame: options.wsPreEncodedFrame };
    }
    options.wsPreEncodedFrame = last.frame;
    return last.packets;
  };
}
