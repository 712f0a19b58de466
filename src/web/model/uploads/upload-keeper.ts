/** Keeps the trays in the browser, so that files and waiting messages outlive the page. */
import { effect } from '@preact/signals';
import type { KeptTray, KeptUpload, UploadStore } from './kept-uploads.ts';
import type { HeldMessage, Tray } from './tray.ts';
import type { Upload } from './upload.ts';

/** Uses the store for one thing at a time: a save must not undo what was just taken over. */
export class UploadKeeper {
  readonly #store: UploadStore;
  readonly #stops: (() => void)[] = [];
  /** The keys of the kept uploads of each tray. */
  readonly #kept = new Map<Tray, ReadonlySet<string>>();
  readonly #unsaved = new Set<Tray>();
  #last: Promise<unknown> = Promise.resolve();
  #isStopped = false;

  constructor(store: UploadStore) {
    this.#store = store;
  }

  /** Saves the tray whenever it changes. */
  follow(tray: Tray): void {
    let isFirst = true;
    const save = effect(() => {
      keptTray(tray);
      const isUnchanged = isFirst && !tray.hasFiles && tray.held.value.length === 0;
      isFirst = false;
      if (!isUnchanged) this.#save(tray);
    });
    this.#stops.push(save);
  }

  /** False also while a change of the tray is being saved. */
  isKept(tray: Tray, uploads: readonly Upload[]): boolean {
    const kept = this.#kept.get(tray);
    return uploads.every(({ key }) => kept?.has(key) ?? false);
  }

  /** Takes over what other tabs have left. @param trayWith - the tray of a peer. */
  take(trayWith: (peer: string) => Tray): Promise<void> {
    return this.#inTurn(async () => {
      const trays = await this.#store.take();
      if (this.#isStopped) return;
      for (const taken of trays) trayWith(taken.peer).restore(taken);
    });
  }

  /** Ends without saving: the user may have logged out. */
  stop(): void {
    this.#isStopped = true;
    for (const stop of this.#stops) stop();
  }

  #save(tray: Tray): void {
    this.#kept.delete(tray);
    if (this.#unsaved.has(tray)) return;
    this.#unsaved.add(tray);
    void this.#inTurn(async () => {
      this.#unsaved.delete(tray);
      const state = keptTray(tray);
      const bytes = new Map(uploadsOf(tray).map((upload) => [upload.key, upload.bytes]));
      const kept = await this.#store.save(state, bytes);
      if (!this.#unsaved.has(tray)) this.#kept.set(tray, kept);
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(() => (this.#isStopped ? undefined : work()));
    this.#last = turn.catch(() => {});
    return turn;
  }
}

const uploadsOf = ({ uploads, held }: Tray) => [
  ...held.value.flatMap((message: HeldMessage) => message.uploads),
  ...uploads.value,
];

function keptTray({ conversation, isPlain, uploads, held }: Tray): KeptTray {
  return {
    peer: conversation.peer,
    isPlain: isPlain.value,
    uploads: uploads.value.map(keptUpload),
    held: held.value.map(({ key, body, reply, uploads: files }) => ({
      key,
      body,
      reply,
      uploads: files.map(keptUpload),
    })),
  };
}

function keptUpload({ key, name, bytes, isPlain, sound, address }: Upload): KeptUpload {
  return { key, name, size: bytes.size, isPlain, sound, address: address.value };
}
