/** Delays guesses of passwords and codes before anything is hashed, and never locks the owner out. */

import { createHash } from 'node:crypto';
import { addressBlock } from '../../policy/address-blocks.ts';
import type { BackoffName } from '../../policy/backoffs.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { FailureCounter } from '../ports/rate-limit-port.ts';
import type { SessionStore } from '../ports/session-port.ts';
import type { TrySource } from './try-source.ts';

/** One try of a password or code. Unknown usernames are counted like known ones. */
export interface Guess {
  what: 'password' | 'code';
  /** Folded. */
  username: string;
  source: TrySource;
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
 * Counts the failures of a known device and of a session by themselves. It counts those of a stranger twice: from one
 * address, and from all addresses. The second count does not apply to addresses of the account's sessions.
 */
export function createGuessThrottle(
  failures: FailureCounter,
  sessions: Pick<SessionStore, 'addressesOf'>,
): GuessThrottle {
  async function attemptOfStranger<T>(guess: Guess, address: string, check: () => Promise<T>): Promise<T> {
    const { what, username } = guess;
    const block = addressBlock(address);
    const near = { backoff: 'fromOneAddress', key: keyOf(what, username, block) } as const;
    const anywhere = { backoff: 'fromAnywhere', key: keyOf(what, username) } as const;
    await failures.count(near.backoff, near.key);
    try {
      await failures.count(anywhere.backoff, anywhere.key);
    } catch (refusal) {
      const checkKnownAddress = async () => {
        if (await isKnownAddress(sessions, username, block)) return check();
        throw refusal;
      };
      return checked(failures, checkKnownAddress, [near]);
    }
    return checked(failures, check, [near, anywhere]);
  }

  return {
    async attempt(guess, check) {
      const { what, username, source } = guess;
      const known = knownSource(source);
      if (!known) return attemptOfStranger(guess, 'address' in source ? source.address : '', check);
      const counted = { backoff: known.backoff, key: keyOf(what, username, known.id) };
      await failures.count(counted.backoff, counted.key);
      return checked(failures, check, [counted]);
    },
  };
}

function knownSource(source: TrySource): { backoff: BackoffName; id: string } | null {
  if ('session' in source) return { backoff: 'fromSession', id: source.session };
  return source.device ? { backoff: 'fromDevice', id: source.device } : null;
}

/** A count that a try was added to. */
interface Counted {
  backoff: BackoffName;
  key: string;
}

/** A right answer clears its own count; that of all addresses is about others as well. */
async function checked<T>(failures: FailureCounter, check: () => Promise<T>, counted: Counted[]): Promise<T> {
  const takeBack = async ({ backoff, key }: Counted) => failures.takeBack(backoff, key);
  try {
    const result = await check();
    for (const one of counted) {
      if (one.backoff === 'fromAnywhere') await takeBack(one);
      else await failures.forget(one.backoff, one.key);
    }
    return result;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'invalid_credentials') throw error;
    for (const one of counted) await takeBack(one);
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
