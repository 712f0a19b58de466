/** Tests the log of unexpected errors. */
import { expect } from 'chai';
import { pino } from 'pino';
import { createDefectLog } from '../../src/observability/defects.ts';
import { Refusal } from '../../src/protocol/refusals.ts';

describe('the log of defects', () => {
  function logged(error: unknown) {
    const lines: Record<string, unknown>[] = [];
    const write = (line: string) => void lines.push(JSON.parse(line));
    const refusal = createDefectLog(pino({ base: null, timestamp: false }, { write }))(error);
    return { lines, refusal };
  }

  it('names a defect by the id that the client gets, and reveals nothing else', () => {
    const { lines, refusal } = logged(new Error('planted'));
    expect(lines).to.have.length(1);
    expect(lines[0]?.requestId).to.equal(refusal.details.requestId);
    expect([refusal.code, refusal.message.includes('planted')]).to.deep.equal(['internal', false]);
  });

  it('leaves out work that a missing database or Redis refuses, because their state is logged once', () => {
    expect(logged(new Refusal('unavailable', 'The database cannot be reached.')).lines).to.deep.equal([]);
    expect(logged(new Refusal('not_found', 'There is no such user.')).lines).to.have.length(1);
  });
});
