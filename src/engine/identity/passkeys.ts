/** Passkeys: to sign in by one alone, or after the password; to add and remove them. */

import type { PasskeyAdded, PasskeyAnswer, PasskeyCreation, PasskeyOptions } from '../../protocol/factor-shapes.ts';
import { factorLimits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { Challenge } from '../ports/challenge-port.ts';
import type { Proof } from '../ports/credential-port.ts';
import type { FactorParts } from '../ports/factor-port.ts';
import type { Caller } from '../ports/identifiers.ts';
import type { Passkey } from '../ports/passkey-port.ts';
import { type FactorOverview, toItem } from './factor-overview.ts';
import type { Sessions } from './sessions.ts';

export type Passkeys = ReturnType<typeof createPasskeys>;

export function createPasskeys(parts: FactorParts, overview: FactorOverview, sessions: Sessions) {
  const { passkeys, challenges, versions, webauthn } = parts;

  async function remember(options: PasskeyOptions, about: Challenge): Promise<PasskeyOptions> {
    await challenges.create(options.challenge, about, factorLimits.challengeMs);
    return options;
  }

  /** To sign in without a name or password, by whichever passkey the browser offers. */
  async function ask(origin: string): Promise<PasskeyOptions> {
    const options = await webauthn.askToSignIn(origin, { among: [], alone: true });
    return remember(options, { purpose: 'sign-in', userId: null, credentialVersion: null });
  }

  /** To complete a log-in whose password was right; only by a passkey of that account. */
  async function askAfterPassword(origin: string, { user, credentialVersion }: Proof): Promise<PasskeyOptions> {
    const among = await passkeys.list(user.id);
    const options = await webauthn.askToSignIn(origin, { among, alone: false });
    return remember(options, { purpose: 'second-factor', userId: user.id, credentialVersion });
  }

  /** Who answered, as `sessions.open` takes it. @throws Refusal `invalid_credentials`, the same whatever was wrong */
  async function signIn(origin: string, answer: PasskeyAnswer): Promise<Proof> {
    const challenge = webauthn.challengeOf(answer);
    const about = challenge && (await challenges.take(challenge));
    const key = await passkeys.findByCredential(answer.id);
    if (!challenge || !about || !key || !mayAnswer(about, key)) throw notAccepted();
    // Before its use is noted: whoever removes the passkey meanwhile raises the version, or leaves nothing to note.
    const proof = await versions.proofOf(key.userId);
    const by = { key, alone: about.purpose === 'sign-in' };
    const counter = await webauthn.checkAnswer(origin, challenge, answer, by);
    if (!proof || counter === null || !(await passkeys.use(key.id, counter))) throw notAccepted();
    return { ...proof, credentialVersion: about.credentialVersion ?? proof.credentialVersion };
  }

  async function askToAdd(origin: string, { id, username }: Caller): Promise<PasskeyOptions> {
    const known = await passkeys.list(id);
    if (known.length >= factorLimits.passkeys) {
      throw new Refusal('conflict', `An account has at most ${factorLimits.passkeys} passkeys. Remove one first.`);
    }
    const options = await webauthn.askToAdd(origin, { id, username }, known);
    return remember(options, { purpose: 'add', userId: id, credentialVersion: null });
  }

  /** @throws Refusal `conflict` for a passkey that is known; `forbidden` when the answer does not hold */
  async function add(origin: string, caller: Caller, name: string, answer: PasskeyCreation): Promise<PasskeyAdded> {
    const challenge = webauthn.challengeOf(answer);
    const about = challenge && (await challenges.take(challenge));
    const asked = about && about.purpose === 'add' && about.userId === caller.id;
    const key = asked ? await webauthn.checkCreation(origin, challenge, answer) : null;
    if (!key) throw new Refusal('forbidden', 'The passkey could not be set up. Start again.');
    const made = { name: name.trim(), key };
    const { added, codes } = await overview.adding((hashes) => passkeys.create(caller, made, hashes));
    return { passkey: toItem(added), recoveryCodes: codes };
  }

  /** @throws Refusal `not_found` for what is no passkey of the caller, whether or not it is somebody else's */
  async function remove(caller: Caller, id: string): Promise<void> {
    sessions.closeAll(await passkeys.remove(caller, id));
  }

  return { ask, askAfterPassword, signIn, askToAdd, add, remove, purgeChallenges: challenges.purge };
}

/** Alone, any passkey answers for its account; after a password, only one of the account whose password it was. */
function mayAnswer({ purpose, userId }: Challenge, key: Passkey): boolean {
  return purpose === 'sign-in' || (purpose === 'second-factor' && userId === key.userId);
}

const notAccepted = () => new Refusal('invalid_credentials', 'This passkey was not accepted. Try again.');
