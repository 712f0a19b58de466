/** Second factors and passkeys on the wire: bodies, options and answers. */
import { type Static, Type } from 'typebox';
import { DisplayNameInput, Id, PasswordInput, Text, Time } from './values.ts';

/** A method that completes a login. */
export const FactorMethod = Type.Enum(['totp', 'recovery', 'passkey']);
export type FactorMethod = Static<typeof FactorMethod>;

/** The code of an authenticator app, or a recovery code. Spaces and hyphens are ignored. */
export const CodeInput = Type.Refine(
  Text('Six digits of an authenticator app, or a recovery code'),
  (code) => code.length >= 1 && code.length <= 64,
  () => 'must have 1 to 64 characters',
);

export const ReauthBody = Type.Object({ password: PasswordInput });
export type ReauthBody = Static<typeof ReauthBody>;

export const ConfirmBody = Type.Object({ code: CodeInput });

const Base64url = (maxLength: number) => Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength });

/** At most 1,023 bytes, as WebAuthn says. */
const CredentialId = Base64url(1_364);

const credential = {
  id: CredentialId,
  rawId: CredentialId,
  type: Type.Literal('public-key'),
  clientExtensionResults: Type.Object({}),
};

/** The browser's answer to a sign-in request (`AuthenticationResponseJSON`). */
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

/** The browser's answer when it has created a passkey (`RegistrationResponseJSON`). */
export const PasskeyCreation = Type.Object({
  ...credential,
  response: Type.Object({
    clientDataJSON: Base64url(8_192),
    attestationObject: Base64url(32_768),
    transports: Type.Optional(Type.Array(Type.String({ pattern: '^[a-z-]+$', maxLength: 20 }), { maxItems: 10 })),
  }),
});
export type PasskeyCreation = Static<typeof PasskeyCreation>;

/** The options for the browser's `navigator.credentials`, in WebAuthn's JSON form. */
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

/** Shown once. Null when the account already has codes. */
const RecoveryCodes = Type.Union([Type.Array(Type.String()), Type.Null()]);

export const TotpSetup = Type.Object({
  secret: Type.String({ description: 'In base32, for typing into the app' }),
  uri: Type.String({ description: 'otpauth://…, for a QR code' }),
});
export type TotpSetup = Static<typeof TotpSetup>;
export const FactorAdded = Type.Object({ recoveryCodes: RecoveryCodes });
export type FactorAdded = Static<typeof FactorAdded>;
export const PasskeyAdded = Type.Object({ passkey: PasskeyItem, recoveryCodes: RecoveryCodes });
export type PasskeyAdded = Static<typeof PasskeyAdded>;
export const OptionsAnswer = Type.Object({ options: PasskeyOptions });
