/** Invites: an administrator creates them, and each lets a number of accounts register. */
import { Refusal } from '../../protocol/refusals.ts';
import type { Invite, InviteStore } from '../ports/invite-port.ts';
import { newReadableCode, readableCodeHash } from './readable-codes.ts';

/** 140 random bits, so that guessing is hopeless. */
const codeLength = 28;

/** The bounds of what an administrator may ask for. */
export const inviteBounds = { usesMax: 1_000, lifeMaxMs: 365 * 86_400_000, noteMaxLength: 200 } as const;

/** An invite that registers nobody any more is still listed for this long, in milliseconds. */
const keptMs = 30 * 86_400_000;

/** Interval of the purge, in milliseconds. */
export const invitePurgeMs = 3_600_000;

export interface InviteRequest {
  note: string;
  uses: number;
  lifeMs: number;
}

export interface Invites {
  /** The code is shown this once: only its hash is stored. */
  create(request: InviteRequest): Promise<{ code: string; invite: Invite }>;
  list(): Promise<Invite[]>;
  /** Accounts that registered with it stay. @throws Refusal `not_found` */
  revoke(id: string): Promise<void>;
  /** Deletes invites that have expired, or were used up, a month ago. */
  purge(): Promise<void>;
}

export function createInvites(store: InviteStore): Invites {
  return {
    async create(request) {
      const code = newReadableCode(codeLength);
      return { code, invite: await store.create({ ...request, codeHash: readableCodeHash(code) }) };
    },
    list: store.list,
    async revoke(id) {
      if (!(await store.revoke(id))) throw new Refusal('not_found', `There is no invitation ${JSON.stringify(id)}.`);
    },
    purge: () => store.purge(keptMs),
  };
}
