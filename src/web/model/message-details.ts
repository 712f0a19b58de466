/** Asks the server for what a message does not tell by itself. Each call fails with a `WireFailure`. */
import type { Data } from '../../protocol/events.ts';
import type { FileListQuery, FilePage } from '../../protocol/file-shapes.ts';
import type { Message } from '../../protocol/shapes.ts';
import type { Wire } from './wire.ts';

export type FilesApi = (peer: string, query: FileListQuery) => Promise<FilePage>;

export class MessageDetails {
  readonly #wire: Wire;
  /** The files of a conversation, the newest message first. */
  readonly files: FilesApi | undefined;

  constructor(wire: Wire, files?: FilesApi) {
    this.#wire = wire;
    this.files = files;
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
