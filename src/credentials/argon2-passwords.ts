/** Hashes and checks passwords with argon2id in a low-priority process, behind a bounded queue with fair shares. */

import argon2 from 'argon2';
import type { Passwords } from '../engine/ports/password-port.ts';
import { queueLimits } from '../policy/connection-limits.ts';
import { LimitRefusal } from '../policy/limit-refusal.ts';
import { isCommonPassword } from './common-passwords.ts';
import { createFairQueue } from './fair-queue.ts';
import { concurrentHashes, hashPatiently } from './hash-worker.ts';

export interface Argon2Options {
  memoryKib: number;
  timeCost: number;
}

export interface HashObserver {
  /** A hash has waited for this many seconds, and begins. */
  onStart(waitedSeconds: number): void;
  /** @param length - answers how many passwords wait for their hash. */
  watchQueue(length: () => number): void;
}

export function createPasswords(options: Argon2Options, observer?: HashObserver): Passwords {
  const { memoryKib, timeCost } = options;
  const queue = createFairQueue({
    concurrency: concurrentHashes,
    laneMax: queueLimits.hashQueuePerAddress.points,
    totalMax: queueLimits.hashQueue.points,
    refusal: (reason) => tooMany(reason === 'lane' ? 'hashQueuePerAddress' : 'hashQueue'),
  });
  observer?.watchQueue(queue.size);
  const run = <T>(lane: string, work: () => Promise<T>): Promise<T> => {
    const askedAt = performance.now();
    return queue.run(lane, () => {
      observer?.onStart((performance.now() - askedAt) / 1_000);
      return work();
    });
  };
  const dummyHash = createDummyHash(() => hashNow(options, 'nobody'));

  // Computed before the first login; the start does not wait for it.
  dummyHash().catch(() => {});

  return {
    admit: (lane = sharedLane) => queue.admit(lane),
    hash: (password, lane = sharedLane) => run(lane, () => hashNow(options, password)),
    verify: (password, hash, lane = sharedLane) =>
      run(lane, async () => verifyNow(options, password, hash ?? (await dummyHash()))),
    isOutdated: (hash) => argon2.needsRehash(hash, { memoryCost: memoryKib, timeCost, parallelism: 1 }),
    isCommon: isCommonPassword,
  };
}

const sharedLane = '';

const tooMany = (limit: 'hashQueue' | 'hashQueuePerAddress') =>
  new LimitRefusal(limit, 'unavailable', 'Too many people are logging in right now. Try again in a moment.');

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
  const { hash } = await hashPatiently({ ...options, password });
  if (hash === undefined) throw new Error('argon2 could not hash');
  return hash;
}

async function verifyNow(options: Argon2Options, password: string, expected: string): Promise<boolean> {
  const { right } = await hashPatiently({ ...options, password, expected });
  if (right === undefined) throw new Error('argon2 could not check a hash');
  const missing = right ? null : missingWork(options, expected);
  if (missing) await hashNow(missing, password);
  return right;
}

/**
 * The work by which a cheaper, older hash falls short of today's parameters. A wrong password costs it as well, so that a
 * known name takes as long as an unknown one. The time of argon2 is proportional to memory times rounds.
 */
export function missingWork({ memoryKib, timeCost }: Argon2Options, hash: string): Argon2Options | null {
  const [, memory, rounds] = /\$m=(\d+),t=(\d+),/.exec(hash) ?? [];
  const missing = memoryKib * timeCost - Number(memory) * Number(rounds);
  const leastKib = 8;
  const roundsOfRest = Math.min(timeCost, Math.floor(missing / leastKib));
  return roundsOfRest >= 1 ? { memoryKib: Math.round(missing / roundsOfRest), timeCost: roundsOfRest } : null;
}
