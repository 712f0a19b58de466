/** The second factor of a login: demanded after a right password when the account has one. */

import { Refusal } from '../../protocol/refusals.ts';
import type { Proof } from '../ports/credential-port.ts';
import type { FactorParts } from '../ports/factor-parts.ts';
import { createFactorOverview, type FactorOverview } from './factor-overview.ts';
import type { GuessThrottle } from './guess-throttle.ts';
import { createPasskeys, type Passkeys } from './passkeys.ts';
import { readableCodeHash } from './readable-codes.ts';
import type { Sessions } from './sessions.ts';
import { createTotp, type Totp, wrongCode } from './totp.ts';
import type { TrySource } from './try-source.ts';

export interface SecondFactor {
  overview: FactorOverview;
  totp: Totp;
  passkeys: Passkeys;
  /**
   * Admits a login whose password was right.
   * @throws Refusal `second_factor_required` when the account has a factor and no code is given; `invalid_credentials`, `rate_limited`
   */
  demand(proof: Proof, given: { code: string | undefined; source: TrySource; origin: string }): Promise<void>;
}

export function createSecondFactor(parts: FactorParts, throttle: GuessThrottle, sessions: Sessions): SecondFactor {
  const overview = createFactorOverview(parts, sessions);
  const totp = createTotp(parts, overview, throttle, sessions);
  const passkeys = createPasskeys(parts, overview, sessions);
  return {
    overview,
    totp,
    passkeys,
    async demand(proof, { code, source, origin }) {
      const { id, username } = proof.user;
      const methods = await overview.methods(id);
      if (methods.length === 0) return;
      if (code === undefined) {
        const passkey = methods.includes('passkey') ? { passkey: await passkeys.askAfterPassword(origin, proof) } : {};
        throw new Refusal('second_factor_required', 'Enter an authentication code, or use a passkey.', {
          methods,
          ...passkey,
        }).concerning(id);
      }
      await throttle.attempt({ what: 'code', username, source }, async () => {
        const taken = (await totp.take(id, code)) || (await parts.recoveryCodes.take(id, readableCodeHash(code)));
        if (!taken) throw wrongCode().concerning(id);
      });
    },
  };
}
