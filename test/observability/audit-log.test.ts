/** Tests the bound on audit lines: a flood of one kind hides no other kind. */
import { install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { pino } from 'pino';
import { createAuditLog } from '../../src/observability/audit-log.ts';
import type { Audit } from '../../src/policy/audit-events.ts';

describe('the audit log', () => {
  let lines: Record<string, unknown>[];
  let counted: string[];
  let audit: Audit;
  let clock: ReturnType<typeof install>;
  beforeEach(() => {
    lines = [];
    counted = [];
    clock = install({ toFake: ['setTimeout', 'clearTimeout'] });
    const write = (line: string) => void lines.push(JSON.parse(line));
    const logger = pino({ base: null, timestamp: false }, { write });
    audit = createAuditLog(logger, (event, outcome) => counted.push(`${event} ${outcome}`));
  });
  afterEach(() => clock.uninstall());
  const countOf = (outcome: string) =>
    lines.filter((line) => line.outcome === outcome && line.suppressed === undefined).length;

  it('writes the fields of the event in one line', () => {
    audit({ event: 'login', outcome: 'ok', actor: 'a', account: 'a', session: 's', address: '::1', requestId: 'r' });
    const [line] = lines;
    const fields = { actor: 'a', account: 'a', session: 's', address: '::1', requestId: 'r' };
    expect(line).to.deep.equal({ level: 30, event: 'login', outcome: 'ok', ...fields, msg: 'audit' });
  });

  it('writes an address of IPv4 without the prefix of a node that listens on IPv6', () => {
    for (const address of ['::ffff:192.0.2.1', '192.0.2.1', '2001:db8::1'])
      audit({ event: 'login', outcome: 'ok', address });
    expect(lines.map(({ address }) => address)).to.deep.equal(['192.0.2.1', '192.0.2.1', '2001:db8::1']);
  });

  it('bounds the lines of a flood, counts all of them, and hides no other outcome', () => {
    for (let n = 0; n < 500; n += 1) audit({ event: 'login', outcome: 'invalid_credentials' });
    audit({ event: 'login', outcome: 'ok' });
    expect([countOf('invalid_credentials'), countOf('ok')]).to.deep.equal([20, 1]);
    expect(counted).to.have.length(501);
  });

  it('says after a second how many lines it left out, and starts anew', () => {
    for (let n = 0; n < 23; n += 1) audit({ event: 'login', outcome: 'rate_limited' });
    clock.tick(1_000);
    const [left, ...more] = lines.filter(({ suppressed }) => suppressed !== undefined);
    expect(left).to.include({ event: 'login', outcome: 'rate_limited', suppressed: 3 });
    expect(more).to.deep.equal([]);
    audit({ event: 'login', outcome: 'rate_limited' });
    expect(countOf('rate_limited')).to.equal(21);
    clock.tick(1_000);
    expect(lines.filter(({ suppressed }) => suppressed !== undefined)).to.have.length(1);
  });
});
