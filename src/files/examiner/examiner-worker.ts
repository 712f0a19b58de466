/** The node's end of the examiner process: starts it on demand, gives it one examination at a time, and replaces it. */
import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from '../../protocol/refusals.ts';
import type { Examination, ExaminationAnswer } from './examination.ts';

/** An idle process is kept so long: it takes 60 MB. */
const idleMs = 60_000;

/** Of JavaScript. The pixels of an image are outside of it, and bounded by their number. */
const heapMegabytes = 128;

// `.ts` from the sources, `.js` from the build.
const program = fileURLToPath(new URL(`./examiner-process${extname(import.meta.url)}`, import.meta.url));

export interface ExaminerWorker {
  /** One call at a time. @throws Refusal `unavailable` when the process ends, or is killed because it takes too long */
  run(examination: Examination): Promise<ExaminationAnswer>;
  /** Kills the process; a later call starts another one. */
  close(): Promise<void>;
}

export function createExaminerWorker(withinMs: number): ExaminerWorker {
  let child: ChildProcess | null = null;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;

  function running(): ChildProcess {
    clearTimeout(idle);
    if (child?.connected) return child;
    const started = start();
    started.once('exit', () => {
      if (child === started) child = null;
    });
    child = started;
    return started;
  }

  async function close(): Promise<void> {
    clearTimeout(idle);
    const which = child;
    child = null;
    if (which && which.exitCode === null && which.signalCode === null) await killed(which);
  }

  return {
    async run(examination) {
      const process = running();
      lastId += 1;
      try {
        return await answerOf(process, { id: lastId, examination }, withinMs);
      } catch (error) {
        await killed(process);
        throw error;
      } finally {
        idle = setTimeout(close, idleMs).unref();
      }
    },
    close,
  };
}

/** Its environment holds no secrets. Pixels stay in memory: the node may have no folder for temporary files. */
function start(): ChildProcess {
  const started = fork(program, {
    env: { VIPS_DISC_THRESHOLD: '2g' },
    execArgv: [...process.execArgv, `--max-old-space-size=${heapMegabytes}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'json',
  });
  started.unref();
  started.channel?.unref();
  started.on('error', () => {});
  return started;
}

function answerOf(
  child: ChildProcess,
  request: { id: number; examination: Examination },
  withinMs: number,
): Promise<ExaminationAnswer> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: ExaminationAnswer) => answer.id === request.id && settle(() => resolve(answer));
    const onEnd = () => settle(() => reject(failed()));
    const timer = setTimeout(onEnd, withinMs);
    function settle(done: () => void): void {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onEnd).off('error', onEnd);
      done();
    }
    child.on('message', onMessage).on('exit', onEnd).on('error', onEnd);
    child.send(request, (error) => error && onEnd());
  });
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

const failed = () => new Refusal('unavailable', 'This file cannot be examined right now. Try again.');
