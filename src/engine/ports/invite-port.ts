/** The store of invites. */
import { Refusal } from '../../protocol/refusals.ts';

/** `expired` and `used up` invites register nobody; the purge removes them later. */
export type InviteState = 'valid' | 'expired' | 'used up';

export interface Invite {
  id: string;
  /** The administrator's own words. */
  note: string;
  /** How many accounts it may create, and how many it has created. */
  uses: number;
  used: number;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  /** By the clock of the database. */
  state: InviteState;
}

export interface NewInvite {
  codeHash: string;
  note: string;
  uses: number;
  lifeMs: number;
}

/** `UserStore.create` uses an invite, in the transaction that creates the account. */
export interface InviteStore {
  create(invite: NewInvite): Promise<Invite>;
  /** Whether a registration may use it now. */
  isValid(codeHash: string): Promise<boolean>;
  /** The newest first. */
  list(): Promise<Invite[]>;
  /** Answers whether there was such an invite. */
  revoke(id: string): Promise<boolean>;
  /** Deletes invites that expired, or were used up, more than `afterMs` ago. */
  purge(afterMs: number): Promise<void>;
}

/** The same for an unknown, an expired, a used-up and a revoked invite. */
export const invalidInvite = () =>
  new Refusal('invalid_invite', 'This invitation is not valid, or no longer valid. Ask for a new one.');
