/** Why a request came to nothing, and whether trying it again can help. */
import type { RefusalCode, RefusalDetails } from '../../protocol/refusals.ts';

/** With `second_factor_required`: what completes the log-in, and what a passkey is asked with. */
export type FactorsAsked = Pick<RefusalDetails, 'methods' | 'passkey'>;

/** The server's refusals, and the two ways of not hearing from it. */
export type FailureCode = RefusalCode | 'disconnected' | 'timeout';

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

  /** The same request will be refused again, however often it is made. */
  get permanent(): boolean {
    return permanent.includes(this.code);
  }

  /** Whatever was thrown, as a failure: a defect of ours must not end a retry loop. */
  static from(error: unknown): WireFailure {
    return error instanceof WireFailure ? error : new WireFailure('internal', String(error));
  }
}
