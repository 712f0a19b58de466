/** Hashes and checks passwords with argon2id in a low-priority process, behind a bounded queue. */

import argon2 from 'argon2';
import PQueue from 'p-queue';
import type { Passwords } from '../engine/ports/password-port.ts';
import { queueLimits } from '../policy/connection-limits.ts';
import { LimitRefusal } from '../policy/limit-refusal.ts';
import { isCommonPassword } from './common-passwords.ts';
import { concurrentHashes, runInHashProcess } from './hash-worker.ts';

export interface Argon2Options {
  memoryKib: number;
  timeCost: number;
}

export function createPasswords(options: Argon2Options): Passwords {
  const { memoryKib, timeCost } = options;
  const queue = new PQueue({ concurrency: concurrentHashes });
  const dummyHash = createDummyHash(() => hashNow(options, 'nobody'));

  function admit(): void {
    if (queue.size < queueLimits.hashQueue.points) return;
    throw new LimitRefusal(
      'hashQueue',
      'unavailable',
      'Too many people are logging in right now. Try again in a moment.',
    );
  }

  function queued<T>(work: () => Promise<T>): Promise<T> {
    admit();
    return queue.add(work);
  }

  // Computed before the first login; the start does not wait for it.
  dummyHash().catch(() => {});

  return {
    admit,
    hash: async (password) => queued(() => hashNow(options, password)),
    verify: async (password, hash) => queued(async () => verifyNow(options, password, hash ?? (await dummyHash()))),
    isOutdated: (hash) => argon2.needsRehash(hash, { memoryCost: memoryKib, timeCost, parallelism: 1 }),
    isCommon: isCommonPassword,
  };
}

/** The hash that is checked for an unknown username, so that it takes as long as a wrong password. Retried after a failure. */
function createDummyHash(hash: () => Promise<string>): () => Promise<string> {
  let dummy: Promise<string> | undefined;
  return () => {
    dummy ??= hash().catch((error) => {
      dummy = undefined;
      throw error;
    });
    return dummy;
  };
}

async function hashNow(options: Argon2Options, password: string): Promise<string> {
  const { hash } = await runInHashProcess({ ...options, password });
  if (hash === undefined) throw new Error('argon2 could not hash');
  return hash;
}

async function verifyNow(options: Argon2Options, password: string, expected: string): Promise<boolean> {
  const { right } = await runInHashProcess({ ...options, password, expected });
  if (right === undefined) throw new Error('argon2 could not check a hash');
  return right;
}
