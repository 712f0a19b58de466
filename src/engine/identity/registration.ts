/** Registration: who may create an account, and its creation. */
import { addressBlock, siteBlock } from '../../policy/address-blocks.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { RegisterBody, RegistrationMode } from '../../protocol/routes.ts';
import type { Proof } from '../ports/credential-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import { type InviteStore, invalidInvite } from '../ports/invite-port.ts';
import type { Passwords } from '../ports/password-port.ts';
import type { FailureCounter } from '../ports/rate-limit-port.ts';
import type { UserStore } from '../ports/user-port.ts';
import { newUsername, toDisplayName } from './names.ts';
import { newPassword } from './passwords.ts';
import { readableCodeHash } from './readable-codes.ts';

export interface RegistrationParts {
  registration: RegistrationMode;
  failures: Pick<FailureCounter, 'count'>;
  invites: Pick<InviteStore, 'isValid'>;
  users: UserStore;
  passwords: Passwords;
  fanout: Pick<Fanout, 'directoryChanged'>;
}

export async function register(parts: RegistrationParts, input: RegisterBody, address: string): Promise<Proof> {
  const { users, passwords } = parts;
  const inviteHash = await admit(parts, input.invite, address);
  const username = newUsername(input.username);
  const name = toDisplayName(input.displayName ?? username);
  const password = newPassword(input.password, { username, ...name }, passwords.isCommon);
  // Checked before the expensive hash, for deleted accounts too; the store rejects a name that is taken meanwhile.
  if (await users.findPeer(username)) throw new Refusal('username_taken', 'This username is taken.');
  const passwordHash = await passwords.hash(password, siteBlock(address));
  const user = await users.create({ username, passwordHash, ...name }, inviteHash);
  parts.fanout.directoryChanged();
  return { user, credentialVersion: 0 };
}

/**
 * Comes first: a stranger without an invite learns nothing about names, and makes the server hash nothing.
 * Answers the hash of the invite to use, or null where none is needed.
 */
async function admit(parts: RegistrationParts, invite: string | undefined, address: string): Promise<string | null> {
  const { registration, invites, failures } = parts;
  if (registration === 'open') return null;
  if (registration === 'closed') {
    throw new Refusal('forbidden', 'Registration is closed here. The administrator can create an account for you.');
  }
  if (invite === undefined || invite.trim() === '') {
    throw new Refusal('invalid_invite', 'You need an invitation to register here. Ask the administrator for one.');
  }
  const hash = readableCodeHash(invite);
  if (await invites.isValid(hash)) return hash;
  await failures.count('inviteGuesses', addressBlock(address));
  throw invalidInvite();
}
