/** The node's end of the hashing process: starts it when it is needed, and again should it die. */
import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism, setPriority } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from '../protocol/refusals.ts';
import type { HashResult, HashTask } from './hash-process.ts';

/** One core is left to those who write: low priority keeps hashes off its time, and not out of its caches. */
export const hashesAtOnce = Math.max(1, availableParallelism() - 1);

/** The end of the scale: on a busy core a hash gets a fiftieth of what the node does, and on an idle one all. */
const lowest = 19;

// The same module as source and as built.
const program = fileURLToPath(new URL(`./hash-process${extname(import.meta.url)}`, import.meta.url));

type Settle = (result: HashResult | null) => void;

const underWay = new Map<number, Settle>();
let child: ChildProcess | null = null;
let lastId = 0;

/** @throws Refusal `unavailable` when the process died over it. */
export function inHashProcess(task: Omit<HashTask, 'id'>): Promise<HashResult> {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    settleWith(id, (result) => (result ? resolve(result) : reject(died())));
    child ??= start();
    // A failed send is the end of the process, which is heard of below.
    child.send({ ...task, id }, () => {});
  });
}

/** Keeps Node running just as long as somebody waits for a hash. */
function settleWith(id: number, settle: Settle): void {
  underWay.set(id, (result) => {
    underWay.delete(id);
    if (underWay.size === 0) child?.channel?.unref();
    settle(result);
  });
  child?.channel?.ref();
}

/** One for the whole process: what it shares out is the cores. It learns no secret of ours but the passwords it is sent. */
function start(): ChildProcess {
  const env = { UV_THREADPOOL_SIZE: `${hashesAtOnce}` };
  const started = fork(program, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  // Before it has threads of its own: one that runs inherits nothing any more.
  if (started.pid !== undefined) setPriority(started.pid, lowest);
  started.unref();
  started.on('message', (result: HashResult) => underWay.get(result.id)?.(result));
  started.on('error', () => ended(started));
  started.on('exit', () => ended(started));
  return started;
}

function ended(which: ChildProcess): void {
  if (child !== which) return;
  child = null;
  for (const settle of [...underWay.values()]) settle(null);
}

const died = () => new Refusal('unavailable', 'Passwords cannot be checked right now. Try again.');
