/** `tsx bench/simulate.ts [--write]`: computes the tables of docs/scaling.md from measured costs; --write updates the document. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Figure } from './figure.ts';
import { numberText } from './report.ts';
import { type Costs, type Demand, demandOf, type Habits } from './scaling-model.ts';

interface Input {
  name: string;
  value: number;
  unit: string;
  source: string;
}

const habits = {
  onlineShare: { name: 'online at peak time', value: 0.2, unit: 'of all users', source: 'assumed' },
  devicesEach: { name: 'connected devices of a user', value: 1.3, unit: '', source: 'assumed' },
  messagesADay: { name: 'messages a user sends', value: 40, unit: 'a day', source: 'assumed' },
  receiptsPerMessage: {
    name: 'receipts for each message',
    value: 1,
    unit: '',
    source: 'assumed: read alone, on one device',
  },
  peakFactor: { name: 'busiest second divided by the average', value: 5, unit: '×', source: 'assumed' },
  bodyBytes: { name: 'body of a message', value: 64, unit: 'bytes', source: 'as in the benchmarks' },
  yearsKept: { name: 'retention of history', value: 5, unit: 'years', source: 'assumed' },
} as const satisfies Record<keyof Habits, Input>;

const measuredBefore = 'measured before this project (multi-row insert per batch, without auth, checks and limits)';

const ownLeases = 'suite `presence`, a first run on a busy machine';

/**
 * Row: 16 + 4 + 16 + 16 + 5 bytes plus InnoDB's 25. Unique key: 32 bytes plus the primary key's 20 and 10 of overhead.
 * InnoDB pages are two thirds full.
 */
const rowBytes = Math.round((16 + 4 + 16 + 16 + 5 + 25 + (32 + 20 + 10)) / 0.67);

const assumedCosts = {
  nodeCpu: { name: 'node, one message', value: 0.000_041, unit: 'CPU s', source: measuredBefore },
  busCpu: {
    name: 'node, a push sent and received between nodes',
    value: 0.000_04,
    unit: 'CPU s',
    source: 'from the throughput of two nodes of a bare Socket.IO on one core, 0.37–0.52 ×',
  },
  databaseCpu: {
    name: 'database, one message',
    value: 0.000_01,
    unit: 'CPU s',
    source: 'driver, 10–100 rows a statement',
  },
  redisCpu: { name: 'Redis, one command', value: 0.000_01, unit: 'CPU s', source: 'measured before this project' },
  kibPerSocket: { name: 'memory of an idle connection', value: 24, unit: 'KiB', source: 'bare Socket.IO' },
  connectsPerSecond: {
    name: 'connects',
    value: 1_000,
    unit: '/s and core',
    source: 'bare Socket.IO 1,629, times the goal of 0.6',
  },
  leaseRedisCpu: { name: 'Redis, one lease renewed', value: 0.000_005_8, unit: 'CPU s', source: ownLeases },
  leaseNodeCpu: { name: 'node, one lease renewed', value: 0.000_01, unit: 'CPU s', source: ownLeases },
  bytesPerLease: { name: 'Redis, one lease', value: 219, unit: 'bytes', source: ownLeases },
  bytesPerSubscription: { name: 'Redis, one subscribed room', value: 241, unit: 'bytes', source: ownLeases },
  rowBytes: {
    name: 'a message without its body',
    value: rowBytes,
    unit: 'bytes',
    source: 'prisma/schema.prisma: row and unique key, pages two thirds full',
  },
} as const satisfies Record<keyof Costs, Input>;

const populations = [10_000, 1_000_000, 100_000_000];

interface KeptResults {
  results: { figures: Figure[] }[];
}

/** Returns the assumed costs, replaced by figures of the last complete run where they exist. */
function measuredCosts(): Record<keyof Costs, Input> {
  const file = fileURLToPath(new URL('results/latest.json', import.meta.url));
  if (!existsSync(file)) return assumedCosts;
  const { results } = JSON.parse(readFileSync(file, 'utf8')) as KeptResults;
  const figures = results.flatMap((result) => result.figures);
  const costs: Record<keyof Costs, Input> = { ...assumedCosts };
  for (const [name, { start, scale, less }] of Object.entries(ownFigures) as [keyof Costs, OwnFigure][]) {
    const found = figures.find((figure) => figure.what.startsWith(start))?.ours.median;
    if (found === undefined) continue;
    costs[name] = { ...assumedCosts[name], value: found * scale - less, source: `bench/results/latest.json: ${start}` };
  }
  return costs;
}

interface OwnFigure {
  /** Prefix of the figure's name. */
  start: string;
  scale: number;
  /** Share that other inputs count already. */
  less: number;
}

const pushes = 2;
const besidesNode = assumedCosts.databaseCpu.value + pushes * assumedCosts.redisCpu.value;

const ownFigures: Partial<Record<keyof Costs, OwnFigure>> = {
  nodeCpu: { start: 'CPU for 1,000 durable messages', scale: 1e-3, less: besidesNode },
  kibPerSocket: { start: 'memory of an idle authenticated connection', scale: 1, less: 0 },
  connectsPerSecond: { start: 'connects per second', scale: 1, less: 0 },
  leaseNodeCpu: { start: 'CPU of the node for one lease', scale: 1e-6, less: 0 },
  leaseRedisCpu: { start: 'CPU of Redis for one lease', scale: 1e-6, less: 0 },
  bytesPerLease: { start: 'memory of Redis for one lease', scale: 1, less: 0 },
  bytesPerSubscription: { start: 'memory of Redis for one room', scale: 1, less: 0 },
};

function valuesOf<T extends object>(inputs: T): { [K in keyof T]: number } {
  return Object.fromEntries(Object.entries(inputs).map(([name, { value }]) => [name, value])) as {
    [K in keyof T]: number;
  };
}

const rows: readonly [what: string, value: (demand: Demand) => string][] = [
  ['sockets at peak time', (demand) => count(demand.sockets)],
  ['messages per second at peak time', (demand) => count(demand.messagesPerSecond)],
  ['receipts per second then: statements at most', (demand) => count(demand.receiptsPerSecond)],
  [
    'nodes (one core each, half busy): for messages / for sockets',
    (d) => `${count(d.nodesForCpu)} / ${count(d.nodesForSockets)}`,
  ],
  ['database cores, half busy, for inserts', (demand) => numberText(demand.databaseCores)],
  ['rows per day', (demand) => count(demand.rowsADay)],
  ['MySQL, GiB per year / kept', (demand) => `${count(demand.gibAYear)} / ${count(demand.gibKept)}`],
  ['bus messages per second', (demand) => count(demand.busPerSecond)],
  ['presence leases renewed per second', (demand) => count(demand.leasesPerSecond)],
  ['Redis shards (one core each, half busy)', (demand) => count(demand.redisShards)],
  ['Redis memory for leases and rooms, GiB', (demand) => numberText(demand.redisGib)],
  ['memory of a node for its sockets, GiB', (demand) => numberText(demand.memoryGibPerNode)],
  ['seconds a node spends on leases every 5 s', (demand) => numberText(demand.leaseRenewalSeconds)],
  ['minutes until all have reconnected', (demand) => numberText(demand.reconnectMinutes)],
];

const count = (value: number) => Math.ceil(value).toLocaleString('en');

function inputTable(inputs: Record<string, Input>): string {
  const lines = Object.values(inputs).map(
    ({ name, value, unit, source }) => `| ${name} | ${valueText(value)} ${unit} | ${source} |`,
  );
  return ['| input | value | source |', '| --- | --- | --- |', ...lines].join('\n');
}

/** Small values are CPU times, shown in microseconds. */
const valueText = (value: number) => (value < 0.001 ? `${numberText(value * 1e6)} millionths of a` : numberText(value));

function tables(): string {
  const costs = measuredCosts();
  const demands = populations.map((users) => demandOf(users, valuesOf(habits), valuesOf(costs)));
  const head = ['| | ', ...populations.map((users) => `${count(users)} users |`)].join(' ');
  const lines = rows.map(([what, value]) => `| ${[what, ...demands.map(value)].join(' | ')} |`);
  return [
    inputTable({ ...habits, ...costs }),
    '',
    head,
    `| --- |${' --- |'.repeat(populations.length)}`,
    ...lines,
  ].join('\n');
}

const [begin, end] = ['<!-- tables: made by bench/simulate.ts -->', '<!-- end of tables -->'];

function writeInto(file: string, text: string): void {
  const page = readFileSync(file, 'utf8');
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${file} lacks the markers of the tables.`);
  writeFileSync(file, `${before}${begin}\n\n${text}\n\n${end}${after}`);
}

const text = tables();
if (process.argv.includes('--write')) writeInto(fileURLToPath(new URL('../docs/scaling.md', import.meta.url)), text);
else console.log(text);
