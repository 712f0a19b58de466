/** Refusals: the error codes of the contract, their HTTP status, their body on the wire, and the exception that carries them. */

import { type Static, Type } from 'typebox';
import { DraftState } from './draft-shapes.ts';
import { FactorMethod, PasskeyOptions } from './factor-shapes.ts';

/** Every error code of the contract, with its HTTP status. */
export const refusalStatus = {
  invalid_input: 400,
  invalid_username: 400,
  weak_password: 400,
  invalid_credentials: 401,
  second_factor_required: 401,
  unauthorized: 401,
  forbidden: 403,
  invalid_invite: 403,
  not_found: 404,
  username_taken: 409,
  conflict: 409,
  payload_too_large: 413,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
} as const;

export type RefusalCode = keyof typeof refusalStatus;

/** The error body of both transports. */
export const RefusalBody = Type.Object({
  code: Type.Enum(Object.keys(refusalStatus) as RefusalCode[]),
  message: Type.String(),
  fields: Type.Optional(Type.Record(Type.String(), Type.String())),
  retryAfterMs: Type.Optional(Type.Integer({ minimum: 0 })),
  methods: Type.Optional(Type.Array(FactorMethod)),
  passkey: Type.Optional(PasskeyOptions),
  data: Type.Optional(DraftState),
  requestId: Type.Optional(Type.String()),
});
export type RefusalBody = Static<typeof RefusalBody>;

/**
 * The details of a refusal. `fields` comes with `invalid_input` and names the fault of each field; `retryAfterMs` comes
 * with `rate_limited`; `methods` and `passkey` come with `second_factor_required`; `data`, the stored
 * draft, comes with the `conflict` of `saveDraft`; `requestId` comes with `internal`.
 */
export type RefusalDetails = Omit<RefusalBody, 'code' | 'message'>;

/** Thrown to refuse a request. The transports send its body; its cause never leaves the server. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly details: RefusalDetails;
  /** The account that the refusal concerns, for the log alone. */
  accountId: string | undefined;

  /** @param cause - for the log alone. */
  constructor(code: RefusalCode, message: string, details: RefusalDetails = {}, cause?: Error) {
    super(message, { cause });
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }

  /** Names the account that the refusal concerns, for the log alone. */
  concerning(accountId: string | undefined): this {
    this.accountId = accountId;
    return this;
  }

  get status(): number {
    return refusalStatus[this.code];
  }

  toBody(): RefusalBody {
    return { code: this.code, message: this.message, ...this.details };
  }
}
