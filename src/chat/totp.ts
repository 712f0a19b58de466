/** Authenticator apps: set up by a first code, turned off, and their codes taken once each. */
import type { FactorAdded, TotpBegun } from '../protocol/factor-shapes.ts';
import { factorLimits } from '../protocol/limits.ts';
import { Refusal } from '../protocol/refusals.ts';
import type { FactorOverview } from './factor-overview.ts';
import type { FactorParts } from './factor-ports.ts';
import type { GuessThrottle } from './guess-throttle.ts';
import type { Caller, UserId } from './ports.ts';
import type { Sessions } from './sessions.ts';

/** Secrets that one statement looks for, and that one puts in place. */
const resealMax = 500;

export type Totp = ReturnType<typeof createTotp>;

export function createTotp(parts: FactorParts, overview: FactorOverview, throttle: GuessThrottle, sessions: Sessions) {
  const { totp, totpCodes } = parts;

  /** A secret for the app, which is in force once its first code is given. @throws Refusal `conflict` when one is in force */
  async function begin({ id, username }: Caller): Promise<TotpBegun> {
    const { secret, uri, sealed } = totpCodes.create(id, username);
    if (await totp.begin(id, sealed)) return { secret, uri };
    throw new Refusal('conflict', 'An authenticator app is set up already. Turn it off first.');
  }

  /** @throws Refusal `invalid_credentials`, `rate_limited`; `conflict` when none was begun, or too long ago */
  async function confirm(caller: Caller, typed: string, address: string): Promise<FactorAdded> {
    const { id, username } = caller;
    const sealed = await totp.findPending(id, factorLimits.totpSetupMs);
    if (sealed === null) throw notBegun();
    const step = await throttle.attempt({ what: 'code', username, address }, async () => {
      const found = totpCodes.stepOf(id, sealed, withoutSpaces(typed));
      if (found === null) throw wrongCode();
      return found;
    });
    const { codes } = await overview.adding((hashes) => totp.confirm(caller, { sealed, step }, hashes));
    return { recoveryCodes: codes };
  }

  /** @throws Refusal `not_found` */
  async function turnOff(caller: Caller): Promise<void> {
    sessions.closeAll(await totp.remove(caller));
  }

  /** Whether this is a code of the account's app that was never taken before. */
  async function take(id: UserId, typed: string): Promise<boolean> {
    const sealed = await totp.find(id);
    const step = sealed === null ? null : totpCodes.stepOf(id, sealed, withoutSpaces(typed));
    return sealed !== null && step !== null && totp.take(id, sealed, step);
  }

  /** Seals by today's key what an older one has sealed, which may go then. Answers how many none of the keys opens. */
  async function resealAll(): Promise<number> {
    let lost = 0;
    for (let after = ''; ; ) {
      const page = await totp.sealedByOthers(totpCodes.keyId, { after, limit: resealMax });
      const resealed = page.flatMap(({ userId, sealed: from }) => {
        const to = totpCodes.reseal(userId, from);
        return to === null ? [] : [{ userId, from, to }];
      });
      if (resealed.length > 0) await totp.reseal(resealed);
      lost += page.length - resealed.length;
      if (page.length < resealMax) return lost;
      after = page.at(-1)?.userId ?? after;
    }
  }

  return { begin, confirm, turnOff, take, resealAll };
}

const withoutSpaces = (typed: string) => typed.replace(/[\s-]/g, '');

export const wrongCode = () => new Refusal('invalid_credentials', 'This code is wrong, or was used before.');

const notBegun = () => new Refusal('conflict', 'Too much time has passed. Start again to set up an authenticator app.');
