/** What guards an account beside its password, its recovery codes, and what every change of it brings about. */
import type { FactorMethod, Factors, PasskeyItem } from '../protocol/factor-shapes.ts';
import { Refusal } from '../protocol/refusals.ts';
import type { FactorParts, Passkey } from './factor-ports.ts';
import type { Caller, SessionId, UserId } from './ports.ts';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts';
import type { Sessions } from './sessions.ts';

export type FactorOverview = ReturnType<typeof createFactorOverview>;

export function createFactorOverview(parts: FactorParts, sessions: Sessions) {
  const { totp, passkeys, recoveryCodes, versions } = parts;

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

  /** Codes in the place of all former ones; told once. */
  async function renewCodes(id: UserId): Promise<string[]> {
    const codes = newRecoveryCodes();
    await recoveryCodes.replace(id, codes.map(recoveryCodeHash));
    return codes;
  }

  /** @throws Refusal `conflict` when there is nothing that a code could stand in for */
  async function renewOwnCodes({ id }: Caller): Promise<string[]> {
    if ((await methods(id)).length > 0) return renewCodes(id);
    throw new Refusal('conflict', 'Recovery codes come with a second factor. Set one up first.');
  }

  /**
   * Puts another factor in force by `add`, unless that answers null; with the first one come recovery codes. They are stored before it, so that
   * nobody is left with a factor and without codes.
   */
  async function adding<T>(caller: Caller, add: () => Promise<T>) {
    const codes = (await methods(caller.id)).length === 0 ? await renewCodes(caller.id) : null;
    const added = await add();
    if (added !== null) await changed(caller.id, caller.sessionId);
    return { added, codes };
  }

  /** After a factor was removed. Codes stand in for a factor: with the last one they go. */
  async function removed({ id, sessionId }: Caller): Promise<void> {
    if ((await methods(id)).length === 0) await recoveryCodes.replace(id, []);
    await changed(id, sessionId);
  }

  /** As after a new password, every other session ends: it may be the one that the change is to keep out. */
  async function changed(id: UserId, kept: SessionId | null): Promise<void> {
    sessions.closeAll(await versions.raise(id, kept));
  }

  return { factors, methods, renewOwnCodes, adding, removed };
}

export function toItem({ id, name, createdAt, lastUsedAt }: Passkey): PasskeyItem {
  return { id, name, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
}
