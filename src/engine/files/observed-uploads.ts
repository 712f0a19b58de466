/** Reports what becomes of uploads to the metrics. */
import { Refusal } from '../../protocol/refusals.ts';
import type { Examined, ExamineRequest, FileExaminer } from '../ports/file-examiner-port.ts';
import type { FileObserver } from '../ports/file-observer-port.ts';
import { UploadRefusal } from '../ports/upload-refusal.ts';

/** Reports the refusal of a new upload, and passes it on. */
export async function observeCreation<T>(observer: FileObserver | null, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof UploadRefusal) observer?.onRefused(error.reason);
    throw error;
  }
}

export async function observeExamination(
  observer: FileObserver | null,
  examiner: FileExaminer,
  request: ExamineRequest,
): Promise<Examined> {
  const start = performance.now();
  try {
    return await examiner.examine(request);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'invalid_input') observer?.onRefused('content');
    throw error;
  } finally {
    observer?.onExamined((performance.now() - start) / 1_000);
  }
}
