/** `npm run fuzz`: sends hostile inputs and reports those that were not refused correctly. */
import { parseArgs } from 'node:util';
import { type AbuseTarget, type Shape, shapes, startTarget } from './abuse-target.ts';
import { measureFloods } from './flood-figures.ts';
import { floodRow, floodTableHead } from './flood-table.ts';
import { fuzz } from './fuzz-run.ts';
import { FuzzTally } from './fuzz-tally.ts';

const usage = `npm run fuzz -- [options]

Sends hostile inputs to every route, every event and the frames below them, on nodes that it starts on the loopback
address. Exit code 1 after a crash, a hang, a leak, a 5xx answer or a wrongly accepted input.

  --count N               number of inputs (25000)
  --seed S                seed of all choices; each further batch of 25000 adds 1 (random)
  --floods                measure instead what floods cost, as the table of docs/security.md: acknowledgements and
                          refusals of others, CPU, memory; 13 minutes on a quiet Linux machine
  --only TEXT             only the floods whose names contain this text
  --shape embedded|cluster   one node on SQLite, or two on MariaDB and Redis behind HAProxy (embedded)
`;

const batch = 25_000;

interface Options {
  count: number;
  seed: number;
  shape: Shape;
  floods: boolean;
  only: string;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: `${batch}` },
      seed: { type: 'string', default: `${Math.floor(Math.random() * 1_000_000)}` },
      shape: { type: 'string', default: 'embedded' },
      floods: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const [count, seed] = [values.count, values.seed].map(Number) as [number, number];
  if (!Number.isInteger(count) || count < 1) throw new Error('--count takes a whole number above 0.');
  if (!Number.isInteger(seed) || seed < 0) throw new Error('--seed takes a whole number.');
  const shape = shapes.find((name) => name === values.shape);
  if (!shape) throw new Error(`--shape is one of ${shapes.join(', ')}.`);
  return { count, seed, shape, floods: values.floods, only: values.only };
}

async function runBatches({ count, seed, shape }: Options): Promise<FuzzTally> {
  const tally = new FuzzTally();
  let target: AbuseTarget | undefined;
  try {
    for (let round = 0; tally.total < count && tally.faults.length === 0; round += 1) {
      const started = performance.now();
      // Each batch has a fresh database, so that its seed alone repeats it.
      target = await startTarget(shape);
      await fuzz(target, Math.min(batch, count - tally.total), seed + round, tally);
      await target.stop();
      progress(seed + round, tally, performance.now() - started);
    }
  } finally {
    await target?.stop();
  }
  return tally;
}

function progress(seed: number, { inputs, total, faults }: FuzzTally, tookMs: number): void {
  process.stdout.write(
    `seed ${seed}: ${faults.length === 0 ? 'clean' : 'FAULTS'} in ${(tookMs / 1_000).toFixed(0)} s ` +
      `(${total} in total: ${inputs.http} requests, ${inputs.events} events, ${inputs.frames} frames)\n`,
  );
}

function table({ outcomes }: FuzzTally): string {
  const line = ([operation, counts]: [string, Map<string, number>]) =>
    `  ${operation.padEnd(45)} ${[...counts].map(([outcome, count]) => `${outcome} ${count}`).join(', ')}`;
  return [...outcomes].map(line).join('\n');
}

try {
  const options = readOptions();
  if (options.floods) {
    process.stdout.write(`${floodTableHead.join('\n')}\n`);
    for await (const figures of measureFloods(options.only)) process.stdout.write(`${floodRow(figures)}\n`);
    process.exit(0);
  }
  process.stdout.write(`npm run fuzz -- --count ${options.count} --seed ${options.seed} --shape ${options.shape}\n`);
  const tally = await runBatches(options);
  process.stdout.write(`${table(tally)}\n`);
  for (const fault of tally.faults) process.stdout.write(`  ! ${fault}\n`);
  process.exit(tally.faults.length === 0 ? 0 : 1);
} catch (error) {
  console.error(error);
  process.exit(1);
}
