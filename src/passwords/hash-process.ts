/** The program that hashes: a process of its own at low priority, so that a flood of logins takes only what the messages leave. */
import { setPriority } from 'node:os';
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

/** The end of the scale: on a busy core it gets a fiftieth of what the node does, and on an idle one all. */
const lowest = 19;

// Before the first hash: the threads that do the work inherit it.
setPriority(lowest);

process.on('message', (task: HashTask) => {
  // The node may be gone by now: a failed answer is nobody's trouble, and without a callback an error nobody hears.
  const answer = (result: Omit<HashResult, 'id'>) =>
    process.send?.({ id: task.id, ...result }, undefined, undefined, () => {});
  work(task).then(answer, () => answer({}));
});

// It ends with the node and not before: a Ctrl-C reaches both, and the node still has logins to finish.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit(0));
