/** A refusal because of a limit. The transports report its limit. */
import { Refusal, type RefusalCode, type RefusalDetails } from '../protocol/refusals.ts';
import type { LimitName } from './limit-table.ts';

export class LimitRefusal extends Refusal {
  readonly limit: LimitName;

  constructor(limit: LimitName, code: RefusalCode, message: string, details?: RefusalDetails) {
    super(code, message, details);
    this.limit = limit;
  }
}
