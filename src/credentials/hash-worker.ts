/** Sends tasks to the hash process, which it starts on demand and again after a crash, and does those that wait too long. */
import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism, setPriority } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from '../protocol/refusals.ts';
import type { NumberedResult } from './hash-process.ts';
import { type HashResult, type HashTask, runHashTask } from './hash-task.ts';

/** One core stays free of hashes: low priority saves the node's CPU time, but not its CPU caches. */
export const concurrentHashes = Math.max(1, availableParallelism() - 1);

/** The lowest priority: on a busy core a hash gets a fiftieth of the node's CPU time. */
const lowestPriority = 19;

/**
 * While every core is busy, also with other programs, the process stands still. A task that it has not done by then is
 * done by the node itself, in a thread: at most `concurrentHashes` in this time, some 3 % of the node's CPU time each.
 * No more of them run at once than libuv has threads (4), each with the memory of a hash (19 MiB).
 * In milliseconds.
 */
const patienceMs = 1_000;

// `.ts` from the sources, `.js` from the build.
const program = fileURLToPath(new URL(`./hash-process${extname(import.meta.url)}`, import.meta.url));

type Settle = (result: HashResult | null) => void;

/** Tasks that are with the process, and what sends it those that wait for it. */
const pending = new Map<number, Settle>();
const waiting = new Set<() => void>();
let child: ChildProcess | null = null;
let lastId = 0;

/** @throws Refusal `unavailable` when the process died meanwhile */
export function hashPatiently(task: HashTask): Promise<HashResult> {
  return new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => {
      waiting.delete(begin);
      runHashTask(task).then(resolve, reject);
    }, patienceMs);
    const begin = () => {
      send(task)
        .then(resolve, reject)
        .finally(() => clearTimeout(tooLate));
    };
    // Those that it has not done in time are with it still, and must not become more.
    if (pending.size < concurrentHashes) begin();
    else waiting.add(begin);
  });
}

function send(task: HashTask): Promise<HashResult> {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    settleWith(id, (result) => (result ? resolve(result) : reject(died())));
    child ??= start();
    // A failed send means that the process has ended; its `exit` event rejects the task.
    child.send({ ...task, id }, () => {});
  });
}

/** The channel keeps the Node process alive only while a task is pending. */
function settleWith(id: number, settle: Settle): void {
  pending.set(id, (result) => {
    pending.delete(id);
    settle(result);
    const [next] = waiting;
    if (next) waiting.delete(next);
    next?.();
    if (pending.size === 0) child?.channel?.unref();
  });
  child?.channel?.ref();
}

/** One child for the whole Node process, because it divides the cores. Its environment holds no secrets. */
function start(): ChildProcess {
  const env = { UV_THREADPOOL_SIZE: `${concurrentHashes}` };
  const started = fork(program, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  // Set before the child starts threads, which inherit it.
  if (started.pid !== undefined) setPriority(started.pid, lowestPriority);
  started.unref();
  started.on('message', ({ id, ...result }: NumberedResult) => pending.get(id)?.(result));
  started.on('error', () => ended(started));
  started.on('exit', () => ended(started));
  return started;
}

function ended(which: ChildProcess): void {
  if (child !== which) return;
  child = null;
  for (const settle of [...pending.values()]) settle(null);
}

const died = () => new Refusal('unavailable', 'Passwords cannot be checked right now. Try again.');
