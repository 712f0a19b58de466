/** The one error shape of both doors: the codes of the contract, their HTTP status, and the exception that carries them. */

import type { FactorMethod, PasskeyOptions } from './factor-shapes.ts';

/** Every error code of the contract and the HTTP status it is answered with. */
export const refusalStatus = {
  invalid_input: 400,
  invalid_username: 400,
  weak_password: 400,
  invalid_credentials: 401,
  second_factor_required: 401,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  username_taken: 409,
  conflict: 409,
  payload_too_large: 413,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
} as const;

export type RefusalCode = keyof typeof refusalStatus;

/** What a refusal may say beside its code and message. */
export interface RefusalDetails {
  /** With `invalid_input`: which fields, and what is wrong with each. */
  fields?: Record<string, string>;
  /** With `rate_limited`: how long to wait. */
  retryAfterMs?: number;
  /** With `second_factor_required`: what completes the log-in, and what a passkey is asked with when there is one. */
  methods?: FactorMethod[];
  passkey?: PasskeyOptions;
  /** With `internal`: the id of the log line. */
  requestId?: string;
}

/** The error body as it goes over the wire. */
export interface RefusalBody extends RefusalDetails {
  code: RefusalCode;
  message: string;
}

/** Thrown wherever something is refused; the doors translate it, nothing else about it leaks. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly details: RefusalDetails;

  /** @param cause - what only the operator is to know, for the log. */
  constructor(code: RefusalCode, message: string, details: RefusalDetails = {}, cause?: Error) {
    super(message, { cause });
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return refusalStatus[this.code];
  }

  toBody(): RefusalBody {
    return { code: this.code, message: this.message, ...this.details };
  }
}
