/** Tells the server how far a device has received and read its conversation. */
import type { Address } from './conversation-address.ts';
import type { LiveSocket } from './live-socket.ts';

interface Reader {
  socket: LiveSocket;
  user: string;
  address: Address;
  /** A user who has left a room reports nothing. */
  membership: { isMember: boolean };
  /** The highest seq without a gap below it. */
  top: number;
}

export class ReceiptSender {
  readonly #reader: Reader;
  readonly #reported = { read: 0, delivered: 0 };
  #isSending = false;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  async send(): Promise<void> {
    const { socket, user, address, membership, top: seq } = this.#reader;
    const { conversation } = address;
    if (this.#isSending || !socket.isConnected || !membership.isMember) return;
    this.#isSending = true;
    for (const receiptKind of ['delivered', 'read'] as const) {
      if (seq <= this.#reported[receiptKind]) continue;
      const event = receiptKind === 'read' ? 'markRead' : 'markDelivered';
      const about = { user, conversation, receiptKind, seq };
      const outcome = await socket.call('receipt', event, { ...address.with, seq }, about);
      if (outcome.phase === 'ok') this.#reported[receiptKind] = seq;
    }
    this.#isSending = false;
  }
}
