/** The error of a failed request, and whether a retry can help. */
import type { RefusalCode, RefusalDetails } from '../../protocol/refusals.ts';

/** The methods that complete the log-in, and the options for a passkey; the stored draft of a `conflict`. */
export type FactorsAsked = Pick<RefusalDetails, 'methods' | 'passkey' | 'data'>;

/**
 * Beside the refusals of the server: a lost connection, no answer in time, and an answer of another one than the server
 * or of no known shape. The last ones are of a passkey that the browser did not give.
 */
export type FailureCode =
  | RefusalCode
  | 'disconnected'
  | 'timeout'
  | 'intercepted'
  | 'unreadable'
  | 'passkey_exists'
  | 'passkey_address'
  | 'passkey_unused';

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
  /** The server's description of each wrong field of the request: for developers, as the message is. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(code: FailureCode, message: string, retryAfterMs?: number, details: RefusalDetails = {}) {
    super(message);
    this.name = 'WireFailure';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.asked = details;
    this.fields = details.fields ?? {};
  }

  /** True when the server will refuse the same request again. */
  get permanent(): boolean {
    return permanent.includes(this.code);
  }

  /** Turns any thrown value into a failure, so that a defect of the page does not end a retry loop. */
  static from(error: unknown): WireFailure {
    return error instanceof WireFailure ? error : new WireFailure('internal', String(error));
  }
}
