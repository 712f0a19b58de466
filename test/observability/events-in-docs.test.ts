/** Tests that docs/operations.md lists exactly the security events of the audit log. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { auditEvents } from '../../src/policy/audit-events.ts';

const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');

describe('the table of security events in docs/operations.md', () => {
  it('has one row for each event, in the same order', () => {
    const [, table = ''] = page.split('| event | when |\n| --- | --- |\n');
    const rows = table.split('\n').slice(0, table.split('\n').indexOf(''));
    expect(rows).to.deep.equal(Object.entries(auditEvents).map(([name, when]) => `| \`${name}\` | ${when} |`));
  });
});
