/** The transfer of files, whose code is loaded with the first one. */
import type { NewFile, Transfer, Uploader } from '../model/uploads/uploader.ts';
import { WireFailure } from '../model/wire-failure.ts';

export const lateUploader: Uploader = (file) => new LateTransfer(file);

class LateTransfer implements Transfer {
  readonly #file: NewFile;
  #transfer: Transfer | null = null;
  #isWanted = false;

  constructor(file: NewFile) {
    this.#file = file;
  }

  async run(onProgress: (sentBytes: number) => void, onAddress: (address: string) => void): Promise<string> {
    this.#isWanted = true;
    const { TusTransfer } = await load();
    if (!this.#isWanted) throw new WireFailure('disconnected', 'Paused.');
    this.#transfer ??= new TusTransfer(this.#file);
    return this.#transfer.run(onProgress, onAddress);
  }

  pause(): void {
    this.#isWanted = false;
    this.#transfer?.pause();
  }

  async remove(): Promise<void> {
    this.pause();
    // An earlier page began it.
    if (!this.#transfer && this.#file.address) this.#transfer = new (await load()).TusTransfer(this.#file);
    await this.#transfer?.remove();
  }
}

async function load() {
  try {
    return await import('./tus-uploader.ts');
  } catch {
    throw new WireFailure('disconnected', 'The code cannot be loaded.');
  }
}
