/** Where passwords are hashed and checked: argon2id off the event loop, a few at once, the rest in a bounded queue. */
import { availableParallelism } from 'node:os';
import argon2 from 'argon2';
import PQueue from 'p-queue';
import type { Passwords } from '../chat/ports.ts';
import { Refusal } from '../protocol/refusals.ts';
import { isCommonPassword } from './common-passwords.ts';

export interface Argon2Options {
  memoryKib: number;
  timeCost: number;
}

// A flood of logins leaves a core to the messages, and one of libuv's four threads to files and names.
const atOnce = Math.max(1, Math.min(3, availableParallelism() - 1));

/** How many may wait; at about 30 ms a hash, the last of them waits some 600 ms. Beyond it is told at once to come again. */
const waitingMax = 20;

export async function createPasswords({ memoryKib, timeCost }: Argon2Options): Promise<Passwords> {
  const options = { type: argon2.argon2id, memoryCost: memoryKib, timeCost, parallelism: 1 } as const;
  const queue = new PQueue({ concurrency: atOnce });
  // Checked for names nobody has, so that they take as long as a wrong password.
  const nobody = await argon2.hash('nobody', options);

  function queued<T>(work: () => Promise<T>): Promise<T> {
    if (queue.size >= waitingMax) {
      throw new Refusal('unavailable', 'Too many people are logging in right now. Try again in a moment.');
    }
    return queue.add(work);
  }

  return {
    hash: async (password) => queued(() => argon2.hash(password, options)),
    verify: async (password, hash) => queued(() => argon2.verify(hash ?? nobody, password)),
    isOutdated: (hash) => argon2.needsRehash(hash, options),
    isCommon: isCommonPassword,
  };
}
