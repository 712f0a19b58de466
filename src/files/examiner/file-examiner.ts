/** Examines files in the examiner process, one after the other, with a bound on those that wait. */
import type { FileExaminer } from '../../engine/ports/file-examiner-port.ts';
import { LimitRefusal } from '../../policy/limit-refusal.ts';
import { limitTable } from '../../policy/limit-table.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { Examination, ExaminationAnswer } from './examination.ts';
import { createExaminerWorker } from './examiner-worker.ts';

/** A photograph takes about a second on one core; the largest animated image about ten. */
const examinationMs = 30_000;

/** @param withinMs - the process is killed when one examination takes longer. */
export function createFileExaminer(withinMs = examinationMs): FileExaminer {
  const worker = createExaminerWorker(withinMs);
  const run = createLine((examination: Examination) => worker.run(examination));
  return {
    async examine(request) {
      const { examined } = await run({ task: 'file', ...request });
      return examined ?? Promise.reject(broken());
    },
    async makeAvatar({ path, folder }) {
      const { avatarPath } = await run({ task: 'avatar', path, folder });
      return avatarPath ?? Promise.reject(broken());
    },
    close: worker.close,
  };
}

/** One at a time: so a process that hangs or dies fails one examination, and its memory is that of one image. */
function createLine(work: (examination: Examination) => Promise<ExaminationAnswer>) {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return async (examination: Examination): Promise<ExaminationAnswer> => {
    if (waiting >= limitTable.examinationQueue.points) throw full();
    waiting += 1;
    const turn = last.then(() => work(examination));
    last = turn
      .catch(() => {})
      .finally(() => {
        waiting -= 1;
      });
    const answer = await turn;
    if (answer.fault) throw unreadable();
    return answer;
  };
}

const unreadable = () =>
  new Refusal('invalid_input', 'This image is damaged, too large or of an unknown form. It can be sent as a file.');

const broken = () => new Refusal('unavailable', 'This file cannot be examined right now. Try again.');

const full = () =>
  new LimitRefusal('examinationQueue', 'unavailable', 'Too many files are being examined. Try again in a minute.');
