/** Authenticator apps: set-up by a first code, removal, and one-time use of their codes. */

import type { FactorAdded, TotpSetup } from '../../protocol/factor-shapes.ts';
import { factorLimits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { FactorParts } from '../ports/factor-parts.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { FactorOverview } from './factor-overview.ts';
import type { GuessThrottle } from './guess-throttle.ts';
import type { Sessions } from './sessions.ts';

/** Secrets that one statement reads, and that one statement replaces. */
const reencryptMax = 500;

export interface Totp {
  /** A secret for the app, in force once its first code is given. @throws Refusal `conflict` when one is in force */
  begin(caller: Caller): Promise<TotpSetup>;
  /** @throws Refusal `invalid_credentials`, `rate_limited`; `conflict` when none was begun, or too long ago */
  confirm(caller: Caller, typed: string): Promise<FactorAdded>;
  /** @throws Refusal `not_found` */
  turnOff(caller: Caller): Promise<void>;
  /** Whether this is a valid code of the account's app that was not used before. */
  take(id: UserId, typed: string): Promise<boolean>;
  /** Encrypts every secret with today's key, so that older keys can go. Answers how many secrets no key decrypts. */
  reencryptAll(): Promise<number>;
}

interface TotpParts extends FactorParts {
  overview: FactorOverview;
  throttle: GuessThrottle;
}

export function createTotp(
  factors: FactorParts,
  overview: FactorOverview,
  throttle: GuessThrottle,
  sessions: Sessions,
): Totp {
  const parts = { ...factors, overview, throttle };
  return {
    begin: (caller) => begin(parts, caller),
    confirm: (caller, typed) => confirm(parts, caller, typed),
    turnOff: async (caller) => sessions.closeAll(await parts.totp.remove(caller)),
    take: (id, typed) => take(parts, id, typed),
    reencryptAll: () => reencryptAll(parts),
  };
}

async function begin({ totp, totpCodes }: TotpParts, { id, username }: Caller): Promise<TotpSetup> {
  const { secret, uri, encrypted } = totpCodes.create(id, username);
  if (await totp.begin(id, encrypted)) return { secret, uri };
  throw new Refusal('conflict', 'An authenticator app is set up already. Turn it off first.');
}

async function confirm(parts: TotpParts, caller: Caller, typed: string): Promise<FactorAdded> {
  const { totp, totpCodes, throttle, overview } = parts;
  const { id, username, sessionId } = caller;
  const encrypted = await totp.findPending(id, factorLimits.totpSetupMs);
  if (encrypted === null) throw notBegun();
  const step = await throttle.attempt({ what: 'code', username, source: { session: sessionId } }, async () => {
    const found = totpCodes.stepOf(id, encrypted, withoutSpaces(typed));
    if (found === null) throw wrongCode();
    return found;
  });
  const { codes } = await overview.adding((hashes) => totp.confirm(caller, { encrypted, step }, hashes));
  return { recoveryCodes: codes };
}

async function take({ totp, totpCodes }: TotpParts, id: UserId, typed: string): Promise<boolean> {
  const encrypted = await totp.find(id);
  const step = encrypted === null ? null : totpCodes.stepOf(id, encrypted, withoutSpaces(typed));
  return encrypted !== null && step !== null && totp.take(id, encrypted, step);
}

async function reencryptAll({ totp, totpCodes }: TotpParts): Promise<number> {
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

const withoutSpaces = (typed: string) => typed.replace(/[\s-]/g, '');

export const wrongCode = () => new Refusal('invalid_credentials', 'This code is wrong, or was used before.');

const notBegun = () => new Refusal('conflict', 'Too much time has passed. Start again to set up an authenticator app.');
