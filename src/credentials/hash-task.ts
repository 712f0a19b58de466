/** Hashes and checks passwords with argon2id. */
import argon2 from 'argon2';

/** With `expected` a password to check, without it a password to hash. */
export interface HashTask {
  password: string;
  memoryKib: number;
  timeCost: number;
  expected?: string;
}

/** The hash, or whether the password is right. Neither when the task failed. */
export interface HashResult {
  hash?: string;
  right?: boolean;
}

/** Rejects when argon2 fails. */
export async function runHashTask({ password, memoryKib, timeCost, expected }: HashTask): Promise<HashResult> {
  if (expected !== undefined) return { right: await argon2.verify(expected, password) };
  const options = { type: argon2.argon2id, memoryCost: memoryKib, timeCost, parallelism: 1 } as const;
  return { hash: await argon2.hash(password, options) };
}
