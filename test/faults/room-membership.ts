/** Knows whether the user of a device is in its room, and what the title is, by lists and pushes. */
import type { RoomNotice } from '../../src/protocol/room-shapes.ts';
import type { Address } from './conversation-address.ts';
import type { LiveSocket } from './live-socket.ts';

interface Owner {
  socket: LiveSocket;
  user: string;
  address: Address;
}

export class RoomMembership {
  readonly #owner: Owner;
  #notices = 0;
  /** A pair has no members that come and go. */
  isMember = true;
  title = '';

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  /** Asks for the list, by which the socket also gets the pushes of its rooms. Answers false without an answer. */
  async ask(): Promise<boolean> {
    const { socket, address } = this.#owner;
    if (!address.room) return true;
    for (;;) {
      const notices = this.#notices;
      const outcome = await socket.call('look', 'conversations', address.listed, {});
      if (outcome.phase !== 'ok') return false;
      // A push in between may be newer than the answer.
      if (notices !== this.#notices) continue;
      const entry = outcome.data.conversations.find(address.isEntry);
      this.isMember = entry !== undefined;
      if (entry?.kind === 'room') this.title = entry.room.title;
      return true;
    }
  }

  changed({ title, added, removed }: RoomNotice): void {
    this.#notices += 1;
    this.title = title;
    if (added.includes(this.#owner.user)) this.isMember = true;
    if (removed.includes(this.#owner.user)) this.isMember = false;
  }
}
