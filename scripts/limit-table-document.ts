/** Writes the table of limits into docs/operations.md; --check only compares it. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Limit } from '../src/policy/limit.ts';
import { limitTable } from '../src/policy/limit-table.ts';

const document = 'docs/operations.md';
const start = '<!-- The table of limits: written by `npm run limits`. -->\n';
const end = '<!-- End of the table of limits. -->\n';

const number = (value: number) => value.toLocaleString('en-GB');

function rowOf([name, limit]: [string, Limit]): string {
  const { counts, points, seconds, per, atOneAddress, counted, beyond } = limit;
  const sum = atOneAddress === undefined ? '' : `, ${number(atOneAddress)} for all users of an address`;
  const time = seconds === null ? '–' : `${number(seconds)} s`;
  const cells = [`\`${name}\``, counts, `${number(points)} per ${per}${sum}`, time, counted, beyond];
  return `| ${cells.join(' | ')} |\n`;
}

const head = '| limit | counts | at most | within | counted per | beyond it |\n| --- | --- | --- | --- | --- | --- |\n';
const rows = Object.entries<Limit>(limitTable).map(rowOf);

const text = readFileSync(document, 'utf8');
const from = text.indexOf(start) + start.length;
const written = text.slice(0, from) + head + rows.join('') + text.slice(text.indexOf(end));
if (!process.argv.includes('--check')) writeFileSync(document, written);
else if (text !== written) {
  console.error(`The table of limits in ${document} is old: run \`npm run limits\`.`);
  process.exitCode = 1;
}
