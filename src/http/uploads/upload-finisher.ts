/** Finishes uploads whose bytes are complete. */
import { type DataStore, ERRORS, type Upload } from '@tus/utils';
import type { Engine } from '../../engine/engine.ts';
import type { Caller } from '../../engine/ports/identifiers.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { LockerOf } from './upload-locker.ts';

type Uploads = NonNullable<Engine['uploads']>;

/** The unfinished bytes. Removing what is not there is no error. */
export interface UploadBytes extends DataStore {
  /** Runs the work with a local file of the bytes of a complete upload, which must not change. */
  withLocal<T>(upload: Upload, work: (path: string) => Promise<T>): Promise<T>;
}

/** Does nothing for an upload that lacks bytes or is finished; safe to repeat. @throws Refusal */
export type FinishComplete = (caller: Caller, id: string) => Promise<void>;

export function createFinisher(uploads: Uploads, store: UploadBytes, lockerOf: LockerOf): FinishComplete {
  return async (caller, id) => {
    if ((await completeUpload(store, id)) === null) return;
    // Two nodes that finish the same bytes store the same, so a lost turn does no harm.
    const lock = lockerOf({ validUntil: 0, lose: () => {} }).newLock(id);
    await lock.lock(new AbortController().signal, () => {});
    try {
      if ((await uploads.own(caller, id)).isFinished) return;
      const upload = await completeUpload(store, id);
      if (upload === null) return;
      await store
        .withLocal(upload, (path) => uploads.finish(caller, id, path))
        .catch(async (error) => {
          // The bytes stay for a later try, unless they were refused for what they are.
          if (error instanceof Refusal && error.code === 'invalid_input') await store.remove(id);
          throw error;
        });
      await store.remove(id);
    } finally {
      await lock.unlock();
    }
  };
}

/** Null while bytes are missing, and when there are none. */
async function completeUpload(store: DataStore, id: string): Promise<Upload | null> {
  const upload = await store.getUpload(id).catch((error) => {
    if (error === ERRORS.FILE_NOT_FOUND || error === ERRORS.FILE_NO_LONGER_EXISTS) return null;
    throw error;
  });
  return upload?.offset === upload?.size ? upload : null;
}
