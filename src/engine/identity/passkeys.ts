/** Passkeys: signing in with one, alone or after the password; adding and removing them. */

import type { PasskeyAdded, PasskeyAnswer, PasskeyCreation, PasskeyOptions } from '../../protocol/factor-shapes.ts';
import { factorLimits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { Challenge } from '../ports/challenge-port.ts';
import type { Proof } from '../ports/credential-port.ts';
import type { FactorParts } from '../ports/factor-parts.ts';
import type { Caller } from '../ports/identifiers.ts';
import type { Passkey } from '../ports/passkey-port.ts';
import { refuseDisabled } from './disabled-accounts.ts';
import { type FactorOverview, toItem } from './factor-overview.ts';
import type { Sessions } from './sessions.ts';

export interface Passkeys {
  /** Options to sign in without a name or password, by any passkey that the browser offers. */
  ask(origin: string): Promise<PasskeyOptions>;
  /** Options to complete a login after a right password, by a passkey of that account. */
  askAfterPassword(origin: string, proof: Proof): Promise<PasskeyOptions>;
  /** Answers the proof for `sessions.open`. @throws Refusal `invalid_credentials`, the same for every fault */
  signIn(origin: string, answer: PasskeyAnswer): Promise<Proof>;
  /** @throws Refusal `conflict` when the account has as many passkeys as it may */
  askToAdd(origin: string, caller: Caller): Promise<PasskeyOptions>;
  /** @throws Refusal `conflict` for a known passkey; `forbidden` when the answer is not valid */
  add(origin: string, caller: Caller, name: string, answer: PasskeyCreation): Promise<PasskeyAdded>;
  /** @throws Refusal `not_found` when the caller has no passkey of this id, even if another user has */
  remove(caller: Caller, id: string): Promise<void>;
  /** Deletes expired challenges. */
  purgeChallenges(): Promise<number>;
}

interface PasskeyParts extends FactorParts {
  overview: FactorOverview;
}

export function createPasskeys(factors: FactorParts, overview: FactorOverview, sessions: Sessions): Passkeys {
  const parts = { ...factors, overview };
  return {
    ask: (origin) => ask(parts, origin),
    askAfterPassword: (origin, proof) => askAfterPassword(parts, origin, proof),
    signIn: (origin, answer) => signIn(parts, origin, answer),
    askToAdd: (origin, caller) => askToAdd(parts, origin, caller),
    add: (origin, caller, name, answer) => add(parts, origin, caller, { name, answer }),
    remove: async (caller, id) => sessions.closeAll(await parts.passkeys.remove(caller, id)),
    purgeChallenges: parts.challenges.purge,
  };
}

async function remember({ challenges }: PasskeyParts, options: PasskeyOptions, about: Challenge) {
  await challenges.create(options.challenge, about, factorLimits.challengeMs);
  return options;
}

async function ask(parts: PasskeyParts, origin: string): Promise<PasskeyOptions> {
  const options = await parts.webauthn.askToSignIn(origin, { among: [], alone: true });
  return remember(parts, options, { purpose: 'sign-in', userId: null, credentialVersion: null });
}

async function askAfterPassword(parts: PasskeyParts, origin: string, { user, credentialVersion }: Proof) {
  const among = await parts.passkeys.list(user.id);
  const options = await parts.webauthn.askToSignIn(origin, { among, alone: false });
  return remember(parts, options, { purpose: 'second-factor', userId: user.id, credentialVersion });
}

async function signIn(parts: PasskeyParts, origin: string, answer: PasskeyAnswer): Promise<Proof> {
  const { passkeys, challenges, versions, webauthn } = parts;
  const challenge = webauthn.challengeOf(answer);
  const about = challenge && (await challenges.take(challenge));
  const key = await passkeys.findByCredential(answer.id);
  if (!challenge || !about || !key || !mayAnswer(about, key)) throw notAccepted();
  // Read before the use is recorded: a concurrent removal raises the version, or `use` finds no passkey.
  const proof = await versions.proofOf(key.userId);
  const by = { key, alone: about.purpose === 'sign-in' };
  const counter = await webauthn.checkAnswer(origin, challenge, answer, by);
  if (!proof || counter === null || !(await passkeys.use(key.id, counter))) {
    throw notAccepted().concerning(key.userId);
  }
  refuseDisabled(proof);
  return { user: proof.user, credentialVersion: about.credentialVersion ?? proof.credentialVersion };
}

async function askToAdd(parts: PasskeyParts, origin: string, { id, username }: Caller): Promise<PasskeyOptions> {
  const known = await parts.passkeys.list(id);
  if (known.length >= factorLimits.passkeys) {
    throw new Refusal('conflict', `An account has at most ${factorLimits.passkeys} passkeys. Remove one first.`);
  }
  const options = await parts.webauthn.askToAdd(origin, { id, username }, known);
  return remember(parts, options, { purpose: 'add', userId: id, credentialVersion: null });
}

async function add(
  { passkeys, challenges, webauthn, overview }: PasskeyParts,
  origin: string,
  caller: Caller,
  { name, answer }: { name: string; answer: PasskeyCreation },
): Promise<PasskeyAdded> {
  const challenge = webauthn.challengeOf(answer);
  const about = challenge && (await challenges.take(challenge));
  const asked = about && about.purpose === 'add' && about.userId === caller.id;
  const key = asked ? await webauthn.checkCreation(origin, challenge, answer) : null;
  if (!key) throw new Refusal('forbidden', 'The passkey could not be set up. Start again.');
  const made = { name: name.trim(), key };
  const { added, codes } = await overview.adding((hashes) => passkeys.create(caller, made, hashes));
  return { passkey: toItem(added), recoveryCodes: codes };
}

/** Alone, any passkey answers for its account. After a password, only a passkey of that account. */
function mayAnswer({ purpose, userId }: Challenge, key: Passkey): boolean {
  return purpose === 'sign-in' || (purpose === 'second-factor' && userId === key.userId);
}

const notAccepted = () => new Refusal('invalid_credentials', 'This passkey was not accepted. Try again.');
