/** Tests that docs/operations.md lists exactly the series that the code has. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { type SeriesName, series, seriesOf } from '../../src/observability/series.ts';

const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');

function rowOf(name: SeriesName): string {
  const { type, labels = [], help } = seriesOf(name);
  const named = labels.map((label) => `\`${label}\``).join(', ');
  return `| \`${name}\` | ${[type, named].filter((part) => part !== '').join(': ')} | ${help} |`;
}

describe('the table of series in docs/operations.md', () => {
  it('has one row for each series, in the same order', () => {
    const rows = page.split('\n').filter((line) => /^\| `duologue_\w+` \|/.test(line));
    expect(rows).to.deep.equal((Object.keys(series) as SeriesName[]).map(rowOf));
  });
});
