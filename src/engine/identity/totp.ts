/** Authenticator apps: set up by a first code, turned off, and their codes taken once each. */

import type { FactorAdded, TotpBegun } from '../../protocol/factor-shapes.ts';
import { factorLimits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { FactorParts } from '../ports/factor-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { FactorOverview } from './factor-overview.ts';
import type { GuessThrottle } from './guess-throttle.ts';
import type { Sessions } from './sessions.ts';

/** Secrets that one statement looks for, and that one puts in place. */
const reencryptMax = 500;

export type Totp = ReturnType<typeof createTotp>;

export function createTotp(parts: FactorParts, overview: FactorOverview, throttle: GuessThrottle, sessions: Sessions) {
  const { totp, totpCodes } = parts;

  /** A secret for the app, which is in force once its first code is given. @throws Refusal `conflict` when one is in force */
  async function begin({ id, username }: Caller): Promise<TotpBegun> {
    const { secret, uri, encrypted } = totpCodes.create(id, username);
    if (await totp.begin(id, encrypted)) return { secret, uri };
    throw new Refusal('conflict', 'An authenticator app is set up already. Turn it off first.');
  }

  /** @throws Refusal `invalid_credentials`, `rate_limited`; `conflict` when none was begun, or too long ago */
  async function confirm(caller: Caller, typed: string, address: string): Promise<FactorAdded> {
    const { id, username } = caller;
    const encrypted = await totp.findPending(id, factorLimits.totpSetupMs);
    if (encrypted === null) throw notBegun();
    const step = await throttle.attempt({ what: 'code', username, address }, async () => {
      const found = totpCodes.stepOf(id, encrypted, withoutSpaces(typed));
      if (found === null) throw wrongCode();
      return found;
    });
    const { codes } = await overview.adding((hashes) => totp.confirm(caller, { encrypted, step }, hashes));
    return { recoveryCodes: codes };
  }

  /** @throws Refusal `not_found` */
  async function turnOff(caller: Caller): Promise<void> {
    sessions.closeAll(await totp.remove(caller));
  }

  /** Whether this is a code of the account's app that was never taken before. */
  async function take(id: UserId, typed: string): Promise<boolean> {
    const encrypted = await totp.find(id);
    const step = encrypted === null ? null : totpCodes.stepOf(id, encrypted, withoutSpaces(typed));
    return encrypted !== null && step !== null && totp.take(id, encrypted, step);
  }

  /** Seals by today's key what an older one has sealed, which may go then. Answers how many none of the keys opens. */
  async function reencryptAll(): Promise<number> {
    let lost = 0;
    for (let after = ''; ; ) {
      const page = await totp.encryptedByOthers(totpCodes.keyId, { after, limit: reencryptMax });
      const reencrypted = page.flatMap(({ userId, encrypted: from }) => {
        const to = totpCodes.reencrypt(userId, from);
        return to === null ? [] : [{ userId, from, to }];
      });
      if (reencrypted.length > 0) await totp.replaceEncrypted(reencrypted);
      lost += page.length - reencrypted.length;
      if (page.length < reencryptMax) return lost;
      after = page.at(-1)?.userId ?? after;
    }
  }

  return { begin, confirm, turnOff, take, reencryptAll };
}

const withoutSpaces = (typed: string) => typed.replace(/[\s-]/g, '');

export const wrongCode = () => new Refusal('invalid_credentials', 'This code is wrong, or was used before.');

const notBegun = () => new Refusal('conflict', 'Too much time has passed. Start again to set up an authenticator app.');
