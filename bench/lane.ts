/** One direction of one pair: what it sent, what was acknowledged and delivered, and how long delivery took. */
import { v7 as newClientId } from 'uuid';
import type { WireSocket } from './wire-socket.ts';

const bodyLength = 64;
const stampLength = 12;
const bodyField = '"body":"';
const acknowledged = '[{"ok":true';

export class Lane {
  sent = 0;
  acknowledged = 0;
  delivered = 0;
  refused = 0;
  /** What the server said when it refused first. */
  refusal = '';
  /** Called after each acknowledgement and each delivery. */
  onProgress: () => void = () => {};
  /** Told how long each delivery took, in milliseconds. */
  onDelivery: (ms: number) => void = () => {};
  readonly #sender: WireSocket;
  readonly #start: string;

  constructor(sender: WireSocket, receiver: WireSocket, to: string) {
    this.#sender = sender;
    this.#start = `{"to":"${to}","clientId":"`;
    sender.onPacket = (packet) => this.#answered(packet);
    receiver.onPacket = (packet) => this.#pushed(packet);
  }

  /** Sent and not yet both acknowledged and delivered. */
  get outstanding(): number {
    return this.sent - Math.min(this.acknowledged, this.delivered) - this.refused;
  }

  /** The body carries the moment of sending; the clock is the same at both ends. */
  send(): void {
    const stamp = `${Math.round(performance.now() * 1_000)}`.padStart(stampLength, '0');
    this.#sender.send('chatMessage', `${this.#start}${newClientId()}","body":"${stamp.padEnd(bodyLength, '.')}"}`);
    this.sent += 1;
  }

  #answered(packet: string): void {
    if (!packet.startsWith('43')) return;
    if (packet.includes(acknowledged)) this.acknowledged += 1;
    else {
      this.refused += 1;
      this.refusal ||= packet.slice(0, 200);
    }
    this.onProgress();
  }

  #pushed(packet: string): void {
    if (!packet.startsWith('42["chatMessage"')) return;
    const start = packet.indexOf(bodyField) + bodyField.length;
    this.delivered += 1;
    this.onDelivery(performance.now() - Number(packet.slice(start, start + stampLength)) / 1_000);
    this.onProgress();
  }
}
