/** Delays guesses of passwords and codes before anything is hashed, and never locks the owner out. */

import { createHash } from 'node:crypto';
import { addressBlock } from '../../policy/address-blocks.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { FailureCounter } from '../ports/rate-limit-port.ts';
import type { SessionStore } from '../ports/session-port.ts';

/** One try of a password or code. Unknown usernames are counted like known ones. */
export interface Guess {
  what: 'password' | 'code';
  /** Folded. */
  username: string;
  address: string;
}

export interface GuessThrottle {
  /**
   * Runs the check, unless too many tries failed before. A try counts as failed from its start, so that a hundred
   * concurrent ones count as a hundred. It is taken back unless the check throws `invalid_credentials`.
   * @throws Refusal `rate_limited`; and whatever the check throws
   */
  attempt<T>(guess: Guess, check: () => Promise<T>): Promise<T>;
}

/**
 * Counts failures of an account twice: from one address, and from all addresses. The second count does not apply to
 * addresses that the account has signed in from: otherwise strangers could lock the owner out.
 */
export function createGuessThrottle(
  failures: FailureCounter,
  sessions: Pick<SessionStore, 'addressesOf'>,
): GuessThrottle {
  return {
    async attempt({ what, username, address }, check) {
      const block = addressBlock(address);
      const near = keyOf(what, username, block);
      const anywhere = keyOf(what, username);
      await failures.count('fromOneAddress', near);
      try {
        await failures.count('fromAnywhere', anywhere);
      } catch (refusal) {
        const checkKnownAddress = async () => {
          if (await isKnownAddress(sessions, username, block)) return check();
          throw refusal;
        };
        return checked(failures, checkKnownAddress, { near });
      }
      return checked(failures, check, { near, anywhere });
    },
  };
}

/** The keys that a try was counted under. */
interface Counted {
  near: string;
  anywhere?: string;
}

async function checked<T>(failures: FailureCounter, check: () => Promise<T>, { near, anywhere }: Counted): Promise<T> {
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

async function isKnownAddress(
  sessions: Pick<SessionStore, 'addressesOf'>,
  username: string,
  block: string,
): Promise<boolean> {
  const addresses = await sessions.addressesOf(username);
  return addresses.some((address) => addressBlock(address) === block);
}

/** A hash: its length is fixed, and Redis holds no name or address. */
const keyOf = (...parts: string[]) => createHash('sha256').update(parts.join('\0')).digest('base64url');
