/** A refusal of an upload, with the reason that metrics count. */
import { Refusal, type RefusalCode } from '../../protocol/refusals.ts';
import type { RefusedUpload } from './file-observer-port.ts';

export class UploadRefusal extends Refusal {
  readonly reason: RefusedUpload;

  constructor(reason: RefusedUpload, code: RefusalCode, message: string) {
    super(code, message);
    this.reason = reason;
  }
}
