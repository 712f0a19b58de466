/** Converts the errors of the tus protocol into the contract's error body; the status stays that of the protocol. */
import { ERRORS } from '@tus/utils';
import { Refusal, type RefusalCode } from '../../protocol/refusals.ts';

export class TusRefusal extends Refusal {
  readonly #status: number;

  constructor(status: number, code: RefusalCode, message: string) {
    super(code, message);
    this.#status = status;
  }

  override get status(): number {
    return this.#status;
  }
}

/** The bytes of a chunk are not those of its checksum. */
export const checksumMismatch = () =>
  new TusRefusal(460, 'invalid_input', 'The bytes differ from their checksum. Send them again.');

/** Another request has the turn to write the upload. */
export const uploadBusy = () => new TusRefusal(423, 'unavailable', 'Another request writes this upload. Try again.');

/** The bytes that came last are not stored. */
export const turnLost = () =>
  new TusRefusal(423, 'unavailable', 'Another request may write this upload now. Ask for its offset, and go on there.');

const codes: Partial<Record<number, RefusalCode>> = {
  404: 'not_found',
  409: 'conflict',
  410: 'not_found',
  413: 'payload_too_large',
};

/** The library reports these with 500, and a later repeat succeeds. */
const passing = /lock|receiving the file/;

/** @param body - what the library says */
export function tusRefusal(status: number, body: string): Refusal | null {
  if (status >= 500) {
    return passing.test(body)
      ? new Refusal('unavailable', 'The upload is busy or cannot be stored now. Try again.')
      : null;
  }
  if (isDisplaced(body)) return turnLost();
  return new TusRefusal(status, codes[status] ?? 'invalid_input', sentence(body));
}

/** The library answers 400 to a request that another one displaces; clients take 400 for final. */
const isDisplaced = (body: string) => body === ERRORS.ABORTED.body;

const sentence = (body: string) => `${body.trim().replace(/\.$/, '') || 'The upload was refused'}.`;
