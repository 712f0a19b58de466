/** `npm run fuzz`: sends as many hostile inputs as asked, and reports what was not refused as it should be. */
import { parseArgs } from 'node:util';
import { type AbuseTarget, type Shape, shapes, startTarget } from './abuse-target.ts';
import { measureFloods } from './flood-figures.ts';
import { fuzz } from './fuzz-run.ts';
import { FuzzTally } from './fuzz-tally.ts';

const usage = `npm run fuzz -- [options]

Sends hostile inputs to every route, every event and the frames below them, on nodes started for it on the loopback
address. Exit code 1 when anything crashed, hung, leaked, answered 5xx or was accepted that had to be refused.

  --count N               how many inputs (25000)
  --seed S                of all choices; each batch of 25000 has the seed after the one before (random)
  --floods                measures what floods do to others' acknowledgements instead, on a quiet machine
  --shape embedded|cluster   a node alone on SQLite, or two on MariaDB and Redis behind HAProxy (embedded)
`;

const batch = 25_000;

interface Wishes {
  count: number;
  seed: number;
  shape: Shape;
  floods: boolean;
}

function readWishes(): Wishes {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: `${batch}` },
      seed: { type: 'string', default: `${Math.floor(Math.random() * 1_000_000)}` },
      shape: { type: 'string', default: 'embedded' },
      floods: { type: 'boolean', default: false },
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
  return { count, seed, shape, floods: values.floods };
}

async function play({ count, seed, shape }: Wishes): Promise<FuzzTally> {
  const tally = new FuzzTally();
  let target: AbuseTarget | undefined;
  try {
    for (let round = 0; tally.total < count && tally.faults.length === 0; round += 1) {
      const started = performance.now();
      // A fresh database each: a batch repeats from its seed alone.
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
    `seed ${seed}: ${faults.length === 0 ? 'clean' : 'BROKEN'} in ${(tookMs / 1_000).toFixed(0)} s ` +
      `(in all ${total}: ${inputs.http} requests, ${inputs.events} events, ${inputs.frames} frames)\n`,
  );
}

function table({ outcomes }: FuzzTally): string {
  const line = ([door, counts]: [string, Map<string, number>]) =>
    `  ${door.padEnd(45)} ${[...counts].map(([outcome, count]) => `${outcome} ${count}`).join(', ')}`;
  return [...outcomes].map(line).join('\n');
}

try {
  const wishes = readWishes();
  if (wishes.floods) {
    process.stdout.write(`${(await measureFloods()).join('\n')}\n`);
    process.exit(0);
  }
  process.stdout.write(`npm run fuzz -- --count ${wishes.count} --seed ${wishes.seed} --shape ${wishes.shape}\n`);
  const tally = await play(wishes);
  process.stdout.write(`${table(tally)}\n`);
  for (const fault of tally.faults) process.stdout.write(`  ! ${fault}\n`);
  process.exit(tally.faults.length === 0 ? 0 : 1);
} catch (error) {
  console.error(error);
  process.exit(1);
}
