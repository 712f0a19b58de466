/** The error of a failed request, and whether a retry can help. */
import type { RefusalCode, RefusalDetails } from '../../protocol/refusals.ts';

/** The details of `second_factor_required`: the methods that complete the log-in, and the options for a passkey. */
export type FactorsAsked = Pick<RefusalDetails, 'methods' | 'passkey'>;

/** A refusal of the server, a lost connection, no answer in time, or the answer of another one than the server. */
export type FailureCode = RefusalCode | 'disconnected' | 'timeout' | 'intercepted';

const permanent: readonly FailureCode[] = [
  'invalid_input',
  'invalid_username',
  'not_found',
  'forbidden',
  'conflict',
  'payload_too_large',
];

export class WireFailure extends Error {
  readonly code: FailureCode;
  readonly retryAfterMs: number | undefined;
  readonly asked: FactorsAsked;

  constructor(code: FailureCode, message: string, retryAfterMs?: number, asked: FactorsAsked = {}) {
    super(message);
    this.name = 'WireFailure';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.asked = asked;
  }

  /** True when the server will refuse the same request again. */
  get permanent(): boolean {
    return permanent.includes(this.code);
  }

  /** The message while the page repeats the request by itself. */
  get whileRetrying(): string {
    return this.code === 'intercepted' ? this.message : 'The server cannot be reached. Trying again…';
  }

  /** Turns any thrown value into a failure, so that a defect of the page does not end a retry loop. */
  static from(error: unknown): WireFailure {
    return error instanceof WireFailure ? error : new WireFailure('internal', String(error));
  }
}
