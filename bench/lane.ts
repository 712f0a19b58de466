/** Sends messages from one user to another; counts acknowledgements and deliveries and times each delivery. */
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
  /** The server's first refusal. */
  refusal = '';
  /** Called after each acknowledgement and each delivery. */
  onProgress: () => void = () => {};
  /** Called with the duration of each delivery, in milliseconds. */
  onDelivery: (ms: number) => void = () => {};
  /** Called with each packet that the receiver gets: messages, and answers to receipts. */
  onReceiverPacket: (packet: string) => void = () => {};
  /** Called with each packet that the sender gets: answers, and pushes. */
  onSenderPacket: (packet: string) => void = () => {};
  readonly #receiver: WireSocket;
  readonly #sender: WireSocket;
  readonly #start: string;
  readonly #from: string;

  constructor(sender: WireSocket, receiver: WireSocket, from: string, to: string) {
    this.#sender = sender;
    this.#receiver = receiver;
    this.#from = from;
    this.#start = `{"to":"${to}","clientId":"`;
    sender.onPacket = (packet) => this.#receiveAnswer(packet);
    receiver.onPacket = (packet) => this.#receivePush(packet);
  }

  /** Messages sent that are not yet both acknowledged and delivered. */
  get outstanding(): number {
    return this.sent - Math.min(this.acknowledged, this.delivered) - this.refused;
  }

  /** Sends a message with its send time in the body; both ends share one clock. */
  send(): void {
    const stamp = `${Math.round(performance.now() * 1_000)}`.padStart(stampLength, '0');
    this.#sender.send('chatMessage', `${this.#start}${newClientId()}","body":"${stamp.padEnd(bodyLength, '.')}"}`);
    this.sent += 1;
  }

  /** Sends the receiver's receipt. */
  markRead(seq: number): void {
    this.#receiver.send('markRead', `{"with":"${this.#from}","seq":${seq}}`);
  }

  #receiveAnswer(packet: string): void {
    this.onSenderPacket(packet);
    if (!packet.startsWith('43')) return;
    if (packet.includes(acknowledged)) this.acknowledged += 1;
    else {
      this.refused += 1;
      this.refusal ||= packet.slice(0, 200);
    }
    this.onProgress();
  }

  #receivePush(packet: string): void {
    this.onReceiverPacket(packet);
    if (!packet.startsWith('42["chatMessage"')) return;
    const start = packet.indexOf(bodyField) + bodyField.length;
    this.delivered += 1;
    this.onDelivery(performance.now() - Number(packet.slice(start, start + stampLength)) / 1_000);
    this.onProgress();
  }
}
