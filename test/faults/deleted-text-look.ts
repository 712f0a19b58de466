/** Reads where the text of a deleted message could still be: its versions, the page around it, the list. */
import type { Message } from '../../src/protocol/shapes.ts';
import type { ClientNotes } from './client-notes.ts';
import type { Address } from './conversation-address.ts';
import type { LiveSocket } from './live-socket.ts';

interface Reader {
  socket: LiveSocket;
  address: Address;
}

export class DeletedTextLook {
  readonly #reader: Reader;
  readonly #notes: ClientNotes;
  readonly #receive: (message: Message, call: number | undefined) => void;

  constructor(reader: Reader, notes: ClientNotes, receive: (message: Message, call: number | undefined) => void) {
    this.#reader = reader;
    this.#notes = notes;
    this.#receive = receive;
  }

  async at(seq: number): Promise<void> {
    const { socket, address } = this.#reader;
    const { conversation } = address;
    const versions = await socket.call('look', 'messageVersions', { ...address.with, seq }, { conversation });
    if (versions.phase === 'ok' && versions.data.versions.length > 0) this.#notes.text(seq, 'versions', versions.call);
    const around = { ...address.with, around: seq, limit: 10 };
    const page = await socket.call('look', 'chatHistory', around, { conversation });
    if (page.phase === 'ok') for (const message of page.data.messages) this.#receive(message, page.call);
    const list = await socket.call('look', 'conversations', address.listed, {});
    if (list.phase !== 'ok') return;
    const last = list.data.conversations.find(address.isEntry)?.lastMessage;
    if (last) this.#receive(last, list.call);
  }
}
