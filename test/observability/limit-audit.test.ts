/** Tests the audit lines of closed connections: one at once, then at most one a minute for each limit and address. */
import { install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { createLimitAudit } from '../../src/observability/limit-audit.ts';
import type { AuditLine } from '../../src/policy/audit-events.ts';
import type { OnLimit } from '../../src/policy/limit-table.ts';

describe('the audit of limits', () => {
  let lines: AuditLine[];
  let counted: number;
  let onLimit: OnLimit;
  let clock: ReturnType<typeof install>;
  beforeEach(() => {
    lines = [];
    counted = 0;
    clock = install({ toFake: ['setTimeout', 'clearTimeout'] });
    onLimit = createLimitAudit(
      (line) => lines.push(line),
      () => (counted += 1),
    );
  });
  afterEach(() => clock.uninstall());
  const written = () => lines.splice(0).map(({ outcome, address, count }) => `${outcome} ${address} ${count}`);

  it('writes the first closed connection of an address at once, and counts the others for a minute', () => {
    for (let n = 0; n < 500; n += 1) onLimit('frames', '192.0.2.1');
    onLimit('frames', '192.0.2.2');
    onLimit('connects', '192.0.2.1');
    const first = ['frames 192.0.2.1 1', 'frames 192.0.2.2 1', 'connects 192.0.2.1 1'];
    expect(written()).to.deep.equal(first);
    clock.tick(60_000);
    expect(written()).to.deep.equal(['frames 192.0.2.1 499']);
    onLimit('frames', '192.0.2.1');
    expect(written()).to.deep.equal([]);
    clock.tick(60_000);
    expect(written()).to.deep.equal(['frames 192.0.2.1 1']);
    clock.tick(120_000);
    onLimit('frames', '192.0.2.1');
    expect(written()).to.deep.equal(['frames 192.0.2.1 1']);
    expect(counted).to.equal(504);
  });

  it('writes nothing where a limit refuses or delays, or where no address is known', () => {
    onLimit('hashQueue', '192.0.2.1');
    onLimit('frames');
    clock.tick(60_000);
    expect(written()).to.deep.equal([]);
    expect(counted).to.equal(2);
  });

  it('notes a bounded number of addresses', () => {
    for (let n = 0; n < 2_000; n += 1) onLimit('frames', `2001:db8::${n}`);
    expect(written()).to.have.length(1_000);
    clock.tick(120_000);
    onLimit('frames', '192.0.2.1');
    expect(written()).to.deep.equal(['frames 192.0.2.1 1']);
  });
});
