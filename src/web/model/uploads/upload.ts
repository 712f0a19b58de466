/** One file on its way to the server: its state, its progress, and what the message will say of it. */
import { signal } from '@preact/signals';
import { v7 } from 'uuid';
import type { File as SentFile } from '../../../protocol/shapes.ts';
import { backoffMs } from '../backoff.ts';
import { WireFailure } from '../wire-failure.ts';
import type { SoundFacts, Transfer, Uploader } from './uploader.ts';

export type UploadState =
  /** For a connection, for other uploads, or for the next attempt. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'failed'; readonly failure: WireFailure }
  | { readonly kind: 'done'; readonly id: string };

/** The size and the blurred placeholder of an image, as the browser has decoded it. */
export type ImageLook = Pick<SentFile, 'width' | 'height' | 'placeholder'>;

/** After so many attempts in a row that bring no byte on, the user decides. */
const maxAttempts = 6;

/** Images whose type the server keeps, so that the log shows them as images. */
export const imageTypes = /^image\/(jpeg|png|gif|webp|avif)$/;

const waiting = { kind: 'waiting' } as const;
const sending = { kind: 'sending' } as const;

/** A file that an earlier page began to send, or has sent. */
export interface BegunUpload {
  readonly key: string;
  readonly isPlain: boolean;
  readonly address: string | null;
}

export class Upload {
  readonly key: string;
  readonly name: string;
  readonly bytes: Blob;
  readonly state = signal<UploadState>(waiting);
  readonly sentBytes = signal(0);
  readonly look = signal<ImageLook>({});
  /** At the server; null before the first answer. */
  readonly address = signal<string | null>(null);
  readonly #uploader: Uploader;
  readonly sound: SoundFacts | null;
  #isPlain = false;
  #transfer: Transfer | null = null;
  #failures = 0;
  /** Of the present run: what an earlier one reports late is ignored. */
  #run = 0;
  #retryAt = 0;

  constructor(name: string, bytes: Blob, uploader: Uploader, sound: SoundFacts | null = null, begun?: BegunUpload) {
    this.key = begun?.key ?? v7();
    this.name = name;
    this.bytes = bytes;
    this.#uploader = uploader;
    this.sound = sound;
    this.#isPlain = begun?.isPlain ?? false;
    this.address.value = begun?.address ?? null;
  }

  get isPlain(): boolean {
    return this.#isPlain;
  }

  get isImage(): boolean {
    return imageTypes.test(this.bytes.type);
  }

  get id(): string | null {
    return this.state.value.kind === 'done' ? this.state.value.id : null;
  }

  get hasFailed(): boolean {
    return this.state.value.kind === 'failed';
  }

  /** How long it waits for the next attempt, in milliseconds. */
  waitsMs(now: number): number {
    return Math.max(0, this.#retryAt - now);
  }

  /** Runs until it is done, has failed, or waits again. */
  async start(): Promise<void> {
    this.#run += 1;
    const run = this.#run;
    const isPresent = () => run === this.#run;
    this.state.value = sending;
    this.#transfer ??= this.#newTransfer();
    const onAddress = (address: string) => {
      if (isPresent()) this.address.value = address;
    };
    try {
      const id = await this.#transfer.run((sentBytes) => isPresent() && this.#progress(sentBytes), onAddress);
      if (!isPresent()) return;
      this.sentBytes.value = this.bytes.size;
      this.state.value = { kind: 'done', id };
    } catch (error) {
      if (isPresent()) this.#failed(WireFailure.from(error));
    }
  }

  /** Waits without a connection; goes on from there with the next start. */
  pause(): void {
    if (this.state.peek().kind !== 'sending') return;
    this.#endRun();
    this.#transfer?.pause();
  }

  /** Waits for a start, after a failure; begins anew when the server has refused the file. */
  retry(): void {
    const state = this.state.peek();
    if (state.kind !== 'failed') return;
    if (state.failure.permanent) this.#forget();
    this.#endRun();
  }

  /** Sends the file again, as it is or as an image, unless it is sent so. */
  sendAs(isPlain: boolean): void {
    if (!this.isImage || this.#isPlain === isPlain) return;
    this.#forget();
    this.#isPlain = isPlain;
    this.#endRun();
  }

  /** Gives the file up. */
  cancel(): void {
    this.#run += 1;
    this.#forget();
  }

  /** The file as the message shows it until the server has answered. */
  toFile(id: string): SentFile {
    const { name, bytes } = this;
    const isImage = this.isImage && !this.#isPlain;
    const shownType = bytes.type.split(';')[0] ?? '';
    const type = isImage || this.sound ? shownType : 'application/octet-stream';
    return { id, name, type, size: bytes.size, ...(isImage ? this.look.peek() : this.sound) };
  }

  #progress(sentBytes: number): void {
    if (sentBytes > this.sentBytes.peek()) this.#failures = 0;
    this.sentBytes.value = sentBytes;
  }

  #failed(failure: WireFailure): void {
    this.#failures += 1;
    if (failure.permanent || this.#failures >= maxAttempts) {
      this.state.value = { kind: 'failed', failure };
      return;
    }
    this.#retryAt = Date.now() + (failure.retryAfterMs ?? backoffMs(this.#failures - 1));
    this.state.value = waiting;
  }

  #endRun(): void {
    this.#run += 1;
    this.#failures = 0;
    this.#retryAt = 0;
    this.state.value = waiting;
  }

  #newTransfer(): Transfer {
    const { name, bytes, isPlain, sound, address } = this;
    return this.#uploader({ name, bytes, isPlain, sound, address: address.peek() });
  }

  #forget(): void {
    const transfer = this.#transfer ?? (this.address.peek() === null ? null : this.#newTransfer());
    // The server removes what is left after a day.
    transfer?.remove().catch(() => {});
    this.#transfer = null;
    this.address.value = null;
    this.sentBytes.value = 0;
  }
}
