/** A WebAuthn authenticator in software that can give answers no browser would give: any origin, counter or flags. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

type Encodable = Parameters<typeof isoCBOR.encode>[0];

interface Overrides {
  origin?: string;
  /** Whether the authenticator verified its owner (PIN, fingerprint). */
  verified?: boolean;
  counter?: number;
  userHandle?: string;
}

const base64url = (data: Buffer | Uint8Array | string) => Buffer.from(data).toString('base64url');
const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest();
const flags = { present: 1, verified: 4, attested: 64 };

export interface CredentialRequest {
  challenge: string;
  user?: { id: string };
}

/** One key pair on one device, created for the page at `origin`. */
export class SoftAuthenticator {
  readonly credentialId = base64url(randomBytes(32));
  counter = 0;
  readonly #origin: string;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #userHandle = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  create(
    { challenge, user }: CredentialRequest,
    odd: Overrides & { fmt?: string; attStmt?: Map<string, Encodable> } = {},
  ) {
    this.#userHandle = user?.id ?? '';
    const id = Buffer.from(this.credentialId, 'base64url');
    const length = Buffer.from([0, id.length]);
    const attested = Buffer.concat([Buffer.alloc(16), length, id, this.#publicKey()]);
    const authData = Buffer.concat([this.#data(odd, flags.attested), attested]);
    const object = new Map<string, Encodable>([
      ['fmt', odd.fmt ?? 'none'],
      ['attStmt', odd.attStmt ?? new Map()],
      ['authData', new Uint8Array(authData)],
    ]);
    const clientDataJSON = this.#clientData('webauthn.create', challenge, odd);
    const attestationObject = base64url(isoCBOR.encode(object));
    return this.#credential({ clientDataJSON, attestationObject, transports: ['internal'] });
  }

  answer({ challenge }: CredentialRequest, odd: Overrides = {}) {
    const data = this.#data(odd, 0);
    const clientDataJSON = this.#clientData('webauthn.get', challenge, odd);
    const signed = Buffer.concat([data, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
    return this.#credential({
      clientDataJSON,
      authenticatorData: base64url(data),
      signature: base64url(sign('sha256', signed, this.#keys.privateKey)),
      userHandle: odd.userHandle ?? (this.#userHandle || undefined),
    });
  }

  #credential<T>(response: T) {
    const { credentialId: id } = this;
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  #clientData(type: string, challenge: string, { origin = this.#origin }: Overrides): string {
    return base64url(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #data({ verified = true, counter = this.counter }: Overrides, more: number): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const bits = flags.present | (verified ? flags.verified : 0) | more;
    return Buffer.concat([sha256(new URL(this.#origin).hostname), Buffer.from([bits]), count]);
  }

  /** The public key in COSE: EC2, ES256, P-256. */
  #publicKey(): Uint8Array {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    const coordinate = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
    const cose = new Map<number, Encodable>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, coordinate(x)],
      [-3, coordinate(y)],
    ]);
    return isoCBOR.encode(cose);
  }
}
