/** Removes the bytes that no row needs. */
import type { FileBytes } from '../ports/file-bytes-port.ts';
import type { RemovedFiles } from '../ports/upload-port.ts';

/** Keys that are removed at a time. */
const atOnce = 100;

export interface ByteRemover {
  /** Removes all that there is. A call during a run starts one more run after it, which all such calls share. */
  run(): Promise<void>;
  /** Starts a run and does not wait for it. A failure is left to the job, which repeats the run every minute. */
  nudge(): void;
}

export function createByteRemover(removedFiles: RemovedFiles, bytes: FileBytes): ByteRemover {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const removeAll = async () => {
    for (let full = true; full; ) {
      const keys = await removedFiles.oldest(atOnce);
      await bytes.remove(keys);
      await removedFiles.forget(keys);
      full = keys.length === atOnce;
    }
  };
  const start = () => {
    next = null;
    running = removeAll().finally(() => {
      running = null;
    });
    return running;
  };
  const run = () => {
    if (!running) return start();
    next ??= running.then(start, start);
    return next;
  };
  return { run, nudge: () => void run().catch(() => {}) };
}
