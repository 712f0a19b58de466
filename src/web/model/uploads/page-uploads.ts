/** The uploads of the page: the tray of each conversation, and the line in which all are sent. */
import { computed, type ReadonlySignal } from '@preact/signals';
import { limits } from '../../../protocol/limits.ts';
import type { Messenger } from '../messenger.ts';
import { Tray } from './tray.ts';
import { UploadLine } from './upload-line.ts';
import type { Uploader } from './uploader.ts';

export class Uploads {
  readonly line: UploadLine;
  readonly #messenger: Messenger;
  readonly #uploader: Uploader;
  readonly #trays = new Map<string, Tray>();

  constructor(messenger: Messenger, uploader: Uploader) {
    this.#messenger = messenger;
    this.#uploader = uploader;
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
  get areUnderWay(): boolean {
    return this.line.all.peek().length > 0;
  }

  tray(peer: string): Tray {
    const known = this.#trays.get(peer);
    if (known) return known;
    const { commands, conversations, open, history } = this.#messenger;
    const conversation = conversations.withPeer(peer);
    const tray = new Tray(conversation, {
      line: this.line,
      uploader: this.#uploader,
      bounds: this,
      waiting: commands.waiting,
      send: (body, reply, files) => {
        if (!commands.send(peer, body, reply, files)) return false;
        if (open.peek() === conversation) void history.toNewest(conversation);
        return true;
      },
    });
    this.#trays.set(peer, tray);
    conversation.tray = tray;
    return tray;
  }

  /** Keeps the texts that wait for uploads, because the page may be closed. */
  keepTexts(): void {
    for (const [peer, tray] of this.#trays) {
      tray.writeHeldAgain();
      this.#messenger.drafts.keep(peer, tray.conversation.draft.peek());
    }
  }

  stop(): void {
    for (const tray of this.#trays.values()) tray.stop();
    this.line.stop();
  }
}
