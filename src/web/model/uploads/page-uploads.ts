/** The uploads of the page: the tray of each conversation, and the line in which all are sent. */
import { computed, type ReadonlySignal } from '@preact/signals';
import { limits } from '../../../protocol/limits.ts';
import type { SendCommand } from '../commands/user-command.ts';
import type { ConversationState } from '../conversation-state.ts';
import type { Messenger } from '../messenger.ts';
import type { UploadStore } from './kept-uploads.ts';
import { type HeldMessage, Tray } from './tray.ts';
import { UploadKeeper } from './upload-keeper.ts';
import { UploadLine } from './upload-line.ts';
import type { Uploader } from './uploader.ts';

export class Uploads {
  readonly line: UploadLine;
  readonly #messenger: Messenger;
  readonly #uploader: Uploader;
  readonly #keeper: UploadKeeper;
  readonly #trays = new Map<string, Tray>();

  constructor(messenger: Messenger, uploader: Uploader, store: UploadStore) {
    this.#messenger = messenger;
    this.#uploader = uploader;
    this.#keeper = new UploadKeeper(store);
    this.line = new UploadLine(messenger.wire.state);
  }

  /** False where the server keeps no files. */
  readonly areOffered: ReadonlySignal<boolean> = computed(() => this.#messenger.features.value.includes('files'));

  get fileMaxBytes(): number {
    return this.#messenger.limits.value?.fileMaxBytes ?? Number.POSITIVE_INFINITY;
  }

  get quotaBytes(): number {
    return this.#messenger.limits.value?.filesQuotaBytes ?? 0;
  }

  get filesPerMessage(): number {
    return this.#messenger.limits.value?.filesPerMessage ?? limits.filesPerMessage;
  }

  /** Whether a file, or a message with it, is lost when the page closes now. */
  get areAtRisk(): boolean {
    return [...this.#trays.values()].some((tray) => {
      const held = tray.held.peek().flatMap(({ uploads }) => uploads);
      return !this.#keeper.isKept(tray, [...held, ...tray.uploads.peek()]);
    });
  }

  /** The conversations with files that are not sent. */
  get attachedTo(): string[] {
    return [...this.#trays].flatMap(([peer, tray]) => (tray.hasFiles ? [peer] : []));
  }

  /** Messages that wait for their uploads. */
  get heldCount(): number {
    return [...this.#trays.values()].reduce((count, { held }) => count + held.peek().length, 0);
  }

  /** Goes on with the files and messages of pages that were closed. */
  restore(): Promise<void> {
    return this.#keeper.take((peer) => this.tray(peer));
  }

  tray(peer: string): Tray {
    const known = this.#trays.get(peer);
    if (known) return known;
    const { commands, conversations } = this.#messenger;
    const conversation = conversations.withPeer(peer);
    const tray = new Tray(conversation, {
      line: this.line,
      uploader: this.#uploader,
      bounds: this,
      waiting: commands.waiting,
      send: (message, files) => this.#send(conversation, message, files),
    });
    this.#trays.set(peer, tray);
    this.#keeper.follow(tray);
    conversation.tray = tray;
    return tray;
  }

  /** A page that was closed may have sent the message just before: the outbox and the server know it by its key. */
  #send(conversation: ConversationState, { key, body, reply }: HeldMessage, files: SendCommand['files']): boolean {
    const { commands, open, history } = this.#messenger;
    const isSent = commands.waiting.peek().some(({ id }) => id === key);
    if (!isSent && !commands.send(conversation.peer, body, reply, files, key)) return false;
    if (open.peek() === conversation) void history.toNewest(conversation);
    return true;
  }

  /** Keeps the texts that wait for uploads which the browser does not keep, because the page may be closed. */
  keepTexts(): void {
    for (const [peer, tray] of this.#trays) {
      tray.writeAgain(({ uploads }) => !this.#keeper.isKept(tray, uploads));
      this.#messenger.drafts.keep(peer, tray.conversation.draft.peek());
    }
  }

  stop(): void {
    this.#keeper.stop();
    for (const tray of this.#trays.values()) tray.stop();
    this.line.stop();
  }
}
