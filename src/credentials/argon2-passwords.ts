/** Where passwords are hashed and checked: argon2id in a process of low priority, a few at once, the rest in a bounded queue. */

import argon2 from 'argon2';
import PQueue from 'p-queue';
import type { Passwords } from '../engine/ports/password-port.ts';
import { Refusal } from '../protocol/refusals.ts';
import { isCommonPassword } from './common-passwords.ts';
import { hashesAtOnce, inHashProcess } from './hash-worker.ts';

export interface Argon2Options {
  memoryKib: number;
  timeCost: number;
}

/** How many may wait; at about 30 ms a hash, the last of them waits some 600 ms. Beyond it is told at once to come again. */
const waitingMax = 20;

export function createPasswords(options: Argon2Options): Passwords {
  const { memoryKib, timeCost } = options;
  const queue = new PQueue({ concurrency: hashesAtOnce });
  // Checked for names nobody has, so that they take as long as a wrong password.
  let nobody: Promise<string> | undefined;

  function admit(): void {
    if (queue.size < waitingMax) return;
    throw new Refusal('unavailable', 'Too many people are logging in right now. Try again in a moment.');
  }

  function queued<T>(work: () => Promise<T>): Promise<T> {
    admit();
    return queue.add(work);
  }

  async function hashNow(password: string): Promise<string> {
    const { hash } = await inHashProcess({ ...options, password });
    if (hash === undefined) throw new Error('argon2 could not hash');
    return hash;
  }

  async function verifyNow(password: string, expected: string): Promise<boolean> {
    const { right } = await inHashProcess({ ...options, password, expected });
    if (right === undefined) throw new Error('argon2 could not check a hash');
    return right;
  }

  /** Made once; a failure is tried again. */
  function hashOfNobody(): Promise<string> {
    nobody ??= hashNow('nobody').catch((error) => {
      nobody = undefined;
      throw error;
    });
    return nobody;
  }

  // Ahead of the first login, and the start does not wait for it.
  hashOfNobody().catch(() => {});

  return {
    admit,
    hash: async (password) => queued(() => hashNow(password)),
    verify: async (password, hash) => queued(async () => verifyNow(password, hash ?? (await hashOfNobody()))),
    isOutdated: (hash) => argon2.needsRehash(hash, { memoryCost: memoryKib, timeCost, parallelism: 1 }),
    isCommon: isCommonPassword,
  };
}
