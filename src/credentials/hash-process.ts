/** The hash process: a program of low priority, so that a flood of logins leaves the CPU to messages. */
import { spawnSync } from 'node:child_process';
import argon2 from 'argon2';

/** A task for the process: with `expected` a password to check, without it a password to hash. */
export interface HashTask {
  id: number;
  password: string;
  memoryKib: number;
  timeCost: number;
  expected?: string;
}

/** The result of a task: the hash, or whether the password is right. Neither when the task failed. */
export interface HashResult {
  id: number;
  hash?: string;
  right?: boolean;
}

async function work({ password, memoryKib, timeCost, expected }: HashTask): Promise<Omit<HashResult, 'id'>> {
  if (expected !== undefined) return { right: await argon2.verify(expected, password) };
  const options = { type: argon2.argon2id, memoryCost: memoryKib, timeCost, parallelism: 1 } as const;
  return { hash: await argon2.hash(password, options) };
}

// With low priority alone, a running hash delays a waking node by some milliseconds. The idle class of Linux yields at once.
// `--all-tasks` is needed: the thread that hashes has started already and would inherit nothing.
spawnSync('chrt', ['--all-tasks', '--idle', '--pid', '0', `${process.pid}`], { stdio: 'ignore' });

process.on('message', (task: HashTask) => {
  // The node may have exited. With a callback, a failed send raises no `error` event.
  const answer = (result: Omit<HashResult, 'id'>) =>
    process.send?.({ id: task.id, ...result }, undefined, undefined, () => {});
  work(task).then(answer, () => answer({}));
});

// The process ends with the node, not before: Ctrl-C reaches both, and the node still has logins to finish.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit(0));
