/** Second factors and passkeys on the wire: their bodies, options and answers. */
import { type Static, Type } from 'typebox';
import { DisplayNameInput, Id, PasswordInput, Text, Time } from './values.ts';

/** What a log-in can be completed with. */
export const FactorMethod = Type.Enum(['totp', 'recovery', 'passkey']);
export type FactorMethod = Static<typeof FactorMethod>;

/** Of an authenticator app, or a recovery code. Spaces and hyphens do not count. */
export const CodeInput = Type.Refine(
  Text('Six digits of an authenticator app, or a recovery code'),
  (code) => code.length >= 1 && code.length <= 64,
  () => 'must have 1 to 64 characters',
);

export const ReauthBody = Type.Object({ password: PasswordInput });
export type ReauthBody = Static<typeof ReauthBody>;

export const ConfirmBody = Type.Object({ code: CodeInput });

const Base64url = (maxLength: number) => Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength });

/** At most 1,023 bytes, by WebAuthn. */
const CredentialId = Base64url(1_364);

const credential = {
  id: CredentialId,
  rawId: CredentialId,
  type: Type.Literal('public-key'),
  clientExtensionResults: Type.Object({}),
};

/** What a browser answers when it was asked to sign in (`AuthenticationResponseJSON`). */
export const PasskeyAnswer = Type.Object({
  ...credential,
  response: Type.Object({
    clientDataJSON: Base64url(8_192),
    authenticatorData: Base64url(4_096),
    signature: Base64url(4_096),
    userHandle: Type.Optional(Base64url(128)),
  }),
});
export type PasskeyAnswer = Static<typeof PasskeyAnswer>;

/** What a browser answers when it has made a passkey (`RegistrationResponseJSON`). */
export const PasskeyCreation = Type.Object({
  ...credential,
  response: Type.Object({
    clientDataJSON: Base64url(8_192),
    attestationObject: Base64url(32_768),
    transports: Type.Optional(Type.Array(Type.String({ pattern: '^[a-z-]+$', maxLength: 20 }), { maxItems: 10 })),
  }),
});
export type PasskeyCreation = Static<typeof PasskeyCreation>;

/** What the browser's `navigator.credentials` is asked with, in WebAuthn's JSON form. */
export const PasskeyOptions = Type.Object({ challenge: Type.String() }, { additionalProperties: true });
export type PasskeyOptions = Static<typeof PasskeyOptions>;

export const PasskeyLoginBody = Type.Object({ response: PasskeyAnswer });
export const NewPasskeyBody = Type.Object({ name: DisplayNameInput, response: PasskeyCreation });
export const PasskeyParams = Type.Object({ id: Id });

export const PasskeyItem = Type.Object({
  id: Id,
  name: Type.String(),
  createdAt: Time,
  lastUsedAt: Type.Union([Time, Type.Null()]),
});
export type PasskeyItem = Static<typeof PasskeyItem>;

export const Factors = Type.Object({
  totp: Type.Boolean({ description: 'An authenticator app is set up' }),
  passkeys: Type.Array(PasskeyItem),
  recoveryCodes: Type.Integer({ minimum: 0, description: 'How many are left' }),
});
export type Factors = Static<typeof Factors>;

/** Shown once. Null when the account has its codes already. */
const RecoveryCodes = Type.Union([Type.Array(Type.String()), Type.Null()]);

export const TotpBegun = Type.Object({
  secret: Type.String({ description: 'In base32, to be typed into the app' }),
  uri: Type.String({ description: 'otpauth://…, to be shown as a QR code' }),
});
export type TotpBegun = Static<typeof TotpBegun>;
export const FactorAdded = Type.Object({ recoveryCodes: RecoveryCodes });
export type FactorAdded = Static<typeof FactorAdded>;
export const PasskeyAdded = Type.Object({ passkey: PasskeyItem, recoveryCodes: RecoveryCodes });
export type PasskeyAdded = Static<typeof PasskeyAdded>;
export const OptionsAnswer = Type.Object({ options: PasskeyOptions });
