/** WebAuthn as the relying party, with @simplewebauthn/server. */

import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type WebAuthnCredential,
} from '@simplewebauthn/server';
import { decodeAttestationObject, decodeClientDataJSON, isoBase64URL, isoCBOR } from '@simplewebauthn/server/helpers';
import type { PasskeyList, Webauthn } from '../engine/ports/webauthn-port.ts';
import { factorLimits } from '../protocol/limits.ts';

const rpName = 'Duologue';

/** Ed25519, ECDSA with P-256, RSA with SHA-256: every authenticator supports one of them. */
const algorithms = [-8, -7, -257];

const timeout = factorLimits.challengeMs;

/** The length of the column, in base64url characters; an RSA key of 8,192 bits is well below it. */
const publicKeyMax = 2_048;

export const webauthn: Webauthn = {
  async askToSignIn(origin, { among, alone }) {
    const options = await generateAuthenticationOptions({
      rpID: rpIdOf(origin),
      allowCredentials: descriptors(among),
      userVerification: alone ? 'required' : 'discouraged',
      timeout,
    });
    return { ...options };
  },

  async askToAdd(origin, { id, username }, known) {
    const options = await generateRegistrationOptions({
      rpName,
      rpID: rpIdOf(origin),
      // Opaque, so that a lost authenticator reveals no name.
      userID: new TextEncoder().encode(id),
      userName: username,
      attestationType: 'none',
      excludeCredentials: descriptors(known),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      supportedAlgorithmIDs: algorithms,
      timeout,
    });
    return { ...options };
  },

  challengeOf({ response }) {
    try {
      const { challenge } = decodeClientDataJSON(response.clientDataJSON);
      return typeof challenge === 'string' ? challenge : null;
    } catch {
      return null;
    }
  },

  async checkCreation(origin, challenge, answer) {
    const { transports = [], ...rest } = answer.response;
    const checked = verifyRegistrationResponse({
      response: {
        ...answer,
        response: { ...rest, attestationObject: withoutStatement(rest.attestationObject) },
      },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpIdOf(origin),
      requireUserVerification: false,
      supportedAlgorithmIDs: algorithms,
    });
    const { registrationInfo } = (await checked.catch(() => null)) ?? {};
    if (!registrationInfo || registrationInfo.credential.id !== answer.id) return null;
    const { id: credentialId, counter, ...credential } = registrationInfo.credential;
    const publicKey = isoBase64URL.fromBuffer(credential.publicKey);
    return publicKey.length <= publicKeyMax ? { credentialId, publicKey, counter, transports } : null;
  },

  async checkAnswer(origin, challenge, answer, { key, alone }) {
    const { userHandle, ...response } = answer.response;
    if (userHandle !== undefined && Buffer.from(userHandle, 'base64url').toString() !== key.userId) return null;
    const checked = verifyAuthenticationResponse({
      response: { ...answer, response },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpIdOf(origin),
      requireUserVerification: alone,
      // The library refuses a counter that has not risen.
      credential: { id: key.credentialId, publicKey: isoBase64URL.toBuffer(key.publicKey), counter: key.counter },
    });
    const { verified, authenticationInfo } = (await checked.catch(() => null)) ?? {};
    return verified && authenticationInfo ? authenticationInfo.newCounter : null;
  },
};

/** Passkeys are bound to the host: a page of another host is offered none, and its answers are refused. */
const rpIdOf = (origin: string) => new URL(origin).hostname;

type Transports = NonNullable<WebAuthnCredential['transports']>;

type CborValue = Parameters<typeof isoCBOR.encode>[0];

const descriptors = (list: PasskeyList) =>
  list.map(({ credentialId, transports }) => ({ id: credentialId, transports: transports as Transports }));

/**
 * Removes the attestation statement, which was not asked for: to check one, the library would fetch revocation lists
 * from addresses that the client names. Invalid CBOR becomes an empty object, which the library refuses.
 */
function withoutStatement(attestationObject: string): string {
  try {
    const object = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject));
    const authData = object.get('authData');
    const none = new Map<string, CborValue>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ]);
    return isoBase64URL.fromBuffer(isoCBOR.encode(none));
  } catch {
    return '';
  }
}
