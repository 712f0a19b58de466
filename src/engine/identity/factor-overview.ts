/** An account's second factors and recovery codes. */

import type { FactorMethod, Factors, PasskeyItem } from '../../protocol/factor-shapes.ts';
import type { FactorParts } from '../ports/factor-parts.ts';
import type { FactorAddition } from '../ports/factor-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { Passkey } from '../ports/passkey-port.ts';
import { readableCodeHash } from './readable-codes.ts';
import { newRecoveryCodes } from './recovery-codes.ts';
import type { Sessions } from './sessions.ts';

export interface FactorOverview {
  factors(account: { id: UserId }): Promise<Factors>;
  /** The methods that complete a login; empty when the password alone signs in. */
  methods(id: UserId): Promise<FactorMethod[]>;
  /** New codes that replace all former ones. @throws Refusal `conflict` when the account has no second factor */
  renewOwnCodes(caller: Caller): Promise<string[]>;
  /**
   * Adds a factor by `add`, which stores the hashes of the offered recovery codes with it.
   * Answers those codes for the first factor, otherwise null.
   */
  adding<T>(add: (codeHashes: string[]) => Promise<FactorAddition<T>>): Promise<{ added: T; codes: string[] | null }>;
}

export function createFactorOverview(parts: FactorParts, sessions: Sessions): FactorOverview {
  const { totp, passkeys, recoveryCodes } = parts;
  return {
    async factors({ id }) {
      const [secret, list, left] = await Promise.all([totp.find(id), passkeys.list(id), recoveryCodes.count(id)]);
      return { totp: secret !== null, passkeys: list.map(toItem), recoveryCodes: left };
    },

    async methods(id) {
      const [secret, list] = await Promise.all([totp.find(id), passkeys.list(id)]);
      const own: FactorMethod[] = [
        ...(secret ? (['totp'] as const) : []),
        ...(list.length > 0 ? (['passkey'] as const) : []),
      ];
      return own.length > 0 ? [...own, 'recovery'] : [];
    },

    async renewOwnCodes(caller) {
      const codes = newRecoveryCodes();
      await sessions.closeAll(await recoveryCodes.renew(caller, codes.map(readableCodeHash)));
      return codes;
    },

    async adding(add) {
      const codes = newRecoveryCodes();
      const { added, ended, isFirst } = await add(codes.map(readableCodeHash));
      await sessions.closeAll(ended);
      return { added, codes: isFirst ? codes : null };
    },
  };
}

export function toItem({ id, name, createdAt, lastUsedAt }: Passkey): PasskeyItem {
  return { id, name, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
}
