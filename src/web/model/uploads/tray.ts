/** The files that a user adds to a message of one conversation, and the messages that wait for their uploads. */
import { batch, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import { v7 } from 'uuid';
import { isVisible } from '../../../protocol/visible-text.ts';
import type { SendCommand } from '../commands/user-command.ts';
import type { ConversationState } from '../conversation-state.ts';
import { quoteOf } from '../quoted-messages.ts';
import type { KeptUpload, TakenTray } from './kept-uploads.ts';
import { Upload } from './upload.ts';
import type { UploadLine } from './upload-line.ts';
import type { SoundFacts, Uploader } from './uploader.ts';

/** A message that is sent when its uploads are done. */
export interface HeldMessage {
  /** Also the `clientId` of the message. */
  readonly key: string;
  readonly body: string;
  readonly reply: SendCommand['reply'];
  readonly uploads: readonly Upload[];
}

/** Files that are not taken, and why. */
export type Rejection =
  | { readonly kind: 'tooLarge'; readonly name: string; readonly size: number }
  | { readonly kind: 'folder'; readonly name: string }
  | { readonly kind: 'tooMany'; readonly count: number };

export interface TrayParts {
  readonly line: UploadLine;
  readonly uploader: Uploader;
  readonly bounds: { readonly fileMaxBytes: number; readonly filesPerMessage: number };
  /** Changes when there may be room for one more. */
  readonly waiting: ReadonlySignal<unknown>;
  /** Returns false when too many messages wait to be sent. */
  readonly send: (message: HeldMessage, files: SendCommand['files']) => boolean;
}

const maxHeld = 10;

export class Tray {
  readonly conversation: ConversationState;
  /** For the message that is being written. */
  readonly uploads = signal<readonly Upload[]>([]);
  readonly held = signal<readonly HeldMessage[]>([]);
  readonly rejections = signal<readonly Rejection[]>([]);
  /** Images are sent as files. */
  readonly isPlain = signal(false);
  readonly #parts: TrayParts;
  readonly #stop: () => void;

  constructor(conversation: ConversationState, parts: TrayParts) {
    this.conversation = conversation;
    this.#parts = parts;
    this.#stop = effect(() => this.#sendReady());
  }

  get hasFiles(): boolean {
    return this.uploads.value.length > 0;
  }

  /** Adds files to the message; tells which ones it does not take. */
  add(files: readonly File[]): readonly Upload[] {
    const { fileMaxBytes, filesPerMessage } = this.#parts.bounds;
    const rejections: Rejection[] = [];
    const fitting = files.filter((file) => {
      if (file.size <= fileMaxBytes) return true;
      rejections.push({ kind: 'tooLarge', name: file.name, size: file.size });
      return false;
    });
    const room = filesPerMessage - this.uploads.peek().length;
    if (fitting.length > room) rejections.push({ kind: 'tooMany', count: fitting.length - room });
    const added = fitting.slice(0, room).map((file) => this.#newUpload(file));
    batch(() => {
      this.rejections.value = rejections;
      this.uploads.value = [...this.uploads.peek(), ...added];
      this.#parts.line.add(added);
    });
    return added;
  }

  reject(rejections: readonly Rejection[]): void {
    this.rejections.value = [...this.rejections.peek(), ...rejections];
  }

  /** Gives a file up. A message that waits without its last file is written again. */
  cancel(upload: Upload): void {
    const others = (uploads: readonly Upload[]) => uploads.filter((other) => other !== upload);
    batch(() => {
      this.#parts.line.remove([upload]);
      this.uploads.value = others(this.uploads.peek());
      const held = this.held.peek().map((message) => ({ ...message, uploads: others(message.uploads) }));
      this.held.value = held.filter(({ uploads }) => uploads.length > 0);
      for (const { uploads, body } of held) if (uploads.length === 0) this.#writeAgain(body);
      upload.cancel();
    });
  }

  sendAs(isPlain: boolean): void {
    batch(() => {
      this.isPlain.value = isPlain;
      for (const upload of this.uploads.peek()) upload.sendAs(isPlain);
    });
  }

  /** Sends the message when its uploads are done; returns false when too many wait. */
  send(text: string): boolean {
    if (this.held.peek().length >= maxHeld) return false;
    batch(() => {
      this.#hold(isVisible(text) ? text : '', this.uploads.peek());
      this.uploads.value = [];
      this.rejections.value = [];
      this.isPlain.value = false;
    });
    return true;
  }

  /** Sends a recording as a message of its own, whatever else is being written; returns false when too many wait. */
  sendSound(sound: File, facts: SoundFacts): boolean {
    if (this.held.peek().length >= maxHeld) return false;
    const upload = new Upload(sound.name, sound, this.#parts.uploader, facts);
    batch(() => {
      this.#parts.line.add([upload]);
      this.#hold('', [upload]);
    });
    return true;
  }

  #hold(body: string, uploads: readonly Upload[]): void {
    const { replyingTo } = this.conversation;
    const answered = replyingTo.peek();
    const message = { key: v7(), body, reply: answered && quoteOf(answered), uploads };
    this.held.value = [...this.held.peek(), message];
    replyingTo.value = null;
  }

  /** The texts that wait for these messages are drafts again: their files do not outlive the page. */
  writeAgain(isLost: (message: HeldMessage) => boolean): void {
    const lost = this.held.peek().filter(isLost);
    if (lost.length === 0) return;
    batch(() => {
      this.held.value = this.held.peek().filter((message) => !lost.includes(message));
      this.uploads.value = [...lost.flatMap(({ uploads }) => uploads), ...this.uploads.peek()];
      for (const { body } of lost) this.#writeAgain(body);
    });
  }

  /** Goes on with the files and messages of a page that was closed. */
  restore({ uploads, held, isPlain, bytes }: TakenTray): void {
    const begun = (kept: readonly KeptUpload[]) =>
      kept.flatMap((upload) => {
        const blob = bytes.get(upload.key);
        return blob ? [new Upload(upload.name, blob, this.#parts.uploader, upload.sound, upload)] : [];
      });
    const waiting = held.map((message) => ({ ...message, uploads: begun(message.uploads) }));
    const messages = waiting.filter((message) => message.uploads.length > 0);
    const known = this.uploads.peek();
    const files = begun(uploads);
    const room = Math.max(0, this.#parts.bounds.filesPerMessage - known.length);
    batch(() => {
      const fitting = files.slice(0, room);
      if (files.length > room) this.reject([{ kind: 'tooMany', count: files.length - room }]);
      if (known.length === 0) this.isPlain.value = isPlain;
      for (const { body } of messages.toReversed()) this.#unwrite(body);
      this.held.value = [...messages, ...this.held.peek()];
      this.uploads.value = [...fitting, ...known];
      this.#parts.line.add([...messages.flatMap((message) => message.uploads), ...fitting]);
    });
  }

  stop(): void {
    this.#stop();
  }

  #newUpload(file: File): Upload {
    const upload = new Upload(file.name, file, this.#parts.uploader);
    upload.sendAs(this.isPlain.peek());
    return upload;
  }

  /** Runs again with every upload that is done, and in their order: a later message does not overtake an earlier one. */
  #sendReady(): void {
    const [first, ...others] = this.held.value;
    if (!first) return;
    const files = first.uploads.flatMap((upload) => (upload.id === null ? [] : [upload.toFile(upload.id)]));
    if (files.length < first.uploads.length) return;
    // Once there is room again, the message is tried again.
    if (this.#parts.waiting.value && !untracked(() => this.#parts.send(first, files))) return;
    this.#parts.line.remove(first.uploads);
    this.held.value = others;
  }

  /** The page did not know that the message was kept when it was closed. */
  #unwrite(body: string): void {
    const { draft } = this.conversation;
    const text = draft.peek();
    if (body === '' || !(text === body || text.startsWith(`${body}\n`))) return;
    draft.value = text.slice(body.length + 1);
  }

  #writeAgain(body: string): void {
    const { draft } = this.conversation;
    if (body !== '') draft.value = draft.peek() === '' ? body : `${body}\n${draft.peek()}`;
  }
}
