/** The program that hashes: a process of its own at low priority, so that a flood of logins takes only what the messages leave. */
import { spawnSync } from 'node:child_process';
import argon2 from 'argon2';

/** What it is sent: with `expected` a password to check, without it one to hash. */
export interface HashTask {
  id: number;
  password: string;
  memoryKib: number;
  timeCost: number;
  expected?: string;
}

/** What it answers: the hash, or whether the password is right; neither when it failed. */
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

// By its priority alone a hash that runs keeps the core for some milliseconds from a node that wakes up; as an idle one, where the
// system has such a thing, it gives way at once. The thread that will hash is there by now, and inherits nothing any more.
spawnSync('chrt', ['--all-tasks', '--idle', '--pid', '0', `${process.pid}`], { stdio: 'ignore' });

process.on('message', (task: HashTask) => {
  // The node may be gone by now: a failed answer is nobody's trouble, and without a callback an error nobody hears.
  const answer = (result: Omit<HashResult, 'id'>) =>
    process.send?.({ id: task.id, ...result }, undefined, undefined, () => {});
  work(task).then(answer, () => answer({}));
});

// It ends with the node and not before: a Ctrl-C reaches both, and the node still has logins to finish.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit(0));
