/** Slows down who guesses passwords or codes, before anything is hashed, and never locks the owner out. */

import { createHash } from 'node:crypto';
import { addressBlock } from '../../policy/address-blocks.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { FailureCounter } from '../ports/rate-limit-port.ts';
import type { SessionStore } from '../ports/session-port.ts';

/** What is guessed, of which account, from which address. A name nobody has is counted like any other. */
export interface Guess {
  what: 'password' | 'code';
  /** Folded. */
  username: string;
  address: string;
}

export type GuessThrottle = ReturnType<typeof createGuessThrottle>;

/**
 * Two counts: failures of one account from one address, and of one account from anywhere. The second would let strangers
 * lock the owner out; so it does not hold for addresses the account has signed in from.
 */
export function createGuessThrottle(failures: FailureCounter, sessions: Pick<SessionStore, 'addressesOf'>) {
  /**
   * Runs the check unless too many have failed lately. The guess counts as failed from its start, so that a hundred at
   * once are a hundred; it is taken back unless the check says `invalid_credentials`.
   * @throws Refusal `rate_limited`, and what the check throws.
   */
  async function attempt<T>({ what, username, address }: Guess, check: () => Promise<T>): Promise<T> {
    const block = addressBlock(address);
    const near = keyOf(what, username, block);
    const anywhere = keyOf(what, username);
    await failures.count('fromOneAddress', near);
    try {
      await failures.count('fromAnywhere', anywhere);
    } catch (refusal) {
      const fromHome = async () => {
        if (await isAtHome(username, block)) return check();
        throw refusal;
      };
      return checked(fromHome, near, null);
    }
    return checked(check, near, anywhere);
  }

  async function checked<T>(check: () => Promise<T>, near: string, anywhere: string | null): Promise<T> {
    try {
      const result = await check();
      await failures.forget('fromOneAddress', near);
      if (anywhere) await failures.takeBack('fromAnywhere', anywhere);
      return result;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'invalid_credentials') throw error;
      await failures.takeBack('fromOneAddress', near);
      if (anywhere) await failures.takeBack('fromAnywhere', anywhere);
      throw error;
    }
  }

  async function isAtHome(username: string, block: string): Promise<boolean> {
    const addresses = await sessions.addressesOf(username);
    return addresses.some((address) => addressBlock(address) === block);
  }

  return { attempt };
}

/** Bounded however long the name is, and nobody's name or address in Redis. */
const keyOf = (...parts: string[]) => createHash('sha256').update(parts.join('\0')).digest('base64url');
