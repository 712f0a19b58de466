/** What guards an account beside its password, and its recovery codes. */

import type { FactorMethod, Factors, PasskeyItem } from '../../protocol/factor-shapes.ts';
import type { FactorAddition, FactorParts } from '../ports/factor-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { Passkey } from '../ports/passkey-port.ts';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts';
import type { Sessions } from './sessions.ts';

export type FactorOverview = ReturnType<typeof createFactorOverview>;

export function createFactorOverview(parts: FactorParts, sessions: Sessions) {
  const { totp, passkeys, recoveryCodes } = parts;

  async function factors({ id }: { id: UserId }): Promise<Factors> {
    const [secret, list, left] = await Promise.all([totp.find(id), passkeys.list(id), recoveryCodes.count(id)]);
    return { totp: secret !== null, passkeys: list.map(toItem), recoveryCodes: left };
  }

  /** What a log-in can be completed with; empty when the password alone signs in. */
  async function methods(id: UserId): Promise<FactorMethod[]> {
    const [secret, list] = await Promise.all([totp.find(id), passkeys.list(id)]);
    const own: FactorMethod[] = [
      ...(secret ? (['totp'] as const) : []),
      ...(list.length > 0 ? (['passkey'] as const) : []),
    ];
    return own.length > 0 ? [...own, 'recovery'] : [];
  }

  /** Codes in the place of all former ones; told once. @throws Refusal `conflict` when there is nothing that a code could stand in for */
  async function renewOwnCodes(caller: Caller): Promise<string[]> {
    const codes = newRecoveryCodes();
    sessions.closeAll(await recoveryCodes.renew(caller, codes.map(recoveryCodeHash)));
    return codes;
  }

  /** Puts another factor in force by `add`, which is given hashes of recovery codes: the codes, where it is the first factor. */
  async function adding<T>(add: (codeHashes: string[]) => Promise<FactorAddition<T>>) {
    const codes = newRecoveryCodes();
    const { added, ended, isFirst } = await add(codes.map(recoveryCodeHash));
    sessions.closeAll(ended);
    return { added, codes: isFirst ? codes : null };
  }

  return { factors, methods, renewOwnCodes, adding };
}

export function toItem({ id, name, createdAt, lastUsedAt }: Passkey): PasskeyItem {
  return { id, name, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
}
