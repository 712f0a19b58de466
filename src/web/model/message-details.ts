/** Asks the server for what a message does not tell by itself. Each call fails with a `WireFailure`. */
import type { Data } from '../../protocol/events.ts';
import type { Message } from '../../protocol/shapes.ts';
import type { Wire } from './wire.ts';

export class MessageDetails {
  readonly #wire: Wire;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** The texts that the message had, the present one last. */
  async versions(peer: string, seq: number): Promise<Data<'messageVersions'>['versions']> {
    return (await this.#wire.request('messageVersions', { with: peer, seq })).versions;
  }

  /** When an own message was sent, delivered and read. */
  info(peer: string, seq: number): Promise<Data<'messageInfo'>> {
    return this.#wire.request('messageInfo', { with: peer, seq });
  }

  /** The pinned messages with the start of their texts, the newest pin first. */
  async pinned(peer: string): Promise<Message[]> {
    return (await this.#wire.request('pinnedMessages', { with: peer })).messages;
  }
}
