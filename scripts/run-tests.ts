/** Runs the tests: `npm test` all of them, `npm test -- FILE…` some, `npm run test:quick` those without servers. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { compileEmojiNames } from '../src/web/compile-emoji-names.ts';
import { compileTexts } from '../src/web/compile-texts.ts';
import { needsBuild } from './import-graph.ts';

const quickFolders = [
  'engine',
  'protocol',
  'push',
  'policy',
  'credentials',
  'web/emoji',
  'web/message-text',
  'web/model',
  'web/net',
  'web/texts',
  'web/view',
];

/** Runs alone: a browser beside servers under load waits for seconds, which no user sees, and its tests with it. */
const pageUnit = ['web/page'];

/**
 * One mocha process each; a process shares its MariaDB and Redis among its files. Units that mostly wait for processes
 * (faults, process, cluster) run beside units that keep a core busy (abuse).
 */
const sideBySide: readonly string[][] = [
  ['faults'],
  ['process', 'support', 'deploy', 'observability'],
  ['cluster'],
  ['abuse'],
  ['contracts'],
  ['http', 'files'],
  ['realtime'],
  quickFolders,
];

const units = [pageUnit, ...sideBySide];

/** Engine, protocol, page model, and HTTP in the test's own process: no build, no server process. */
const quickUnits: typeof sideBySide = [['http'], quickFolders];

/** On two cores a third lane saves a sixth of the time, and starves the tests that watch deadlines. */
const lanesMax = 2;

/** A test may be silent for ten minutes (`test/faults/short-tier.test.ts`), and the hook after it for five (.mocharc.json). */
const silenceMaxMs = 1_000_000;

/** Lines of the failures of one unit that the summary repeats, and the characters of each. */
const failureLinesMax = 20;
const failureLineMax = 300;

interface UnitResult {
  name: string;
  code: number;
  seconds: number;
  /** The end of the unit's output when it failed: where mocha names each failure. */
  failures: string[];
}

const running = new Set<ChildProcess>();
let isStopped = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    isStopped = true;
    for (const child of running) child.kill(signal);
  });
}

function testFilesIn(folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join('test', folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => join('test', folder, name))
      .sort(),
  );
}

/** @throws Error when a test belongs to no unit, and so would never run. */
function requireUnits(): void {
  const inUnits = new Set(testFilesIn(units.flat()));
  const forgotten = testFilesIn(['']).filter((file) => !inUnits.has(file));
  if (forgotten.length > 0)
    throw new Error(`These tests belong to no unit of scripts/run-tests.ts: ${forgotten.join(', ')}`);
}

/** @throws Error when the build fails; its output has been shown. */
function build(...options: string[]): void {
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs', ...options], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed: no test ran.');
}

/** Runs mocha in this terminal; answers its exit code. */
function runMocha(args: readonly string[]): number {
  const { status } = spawnSync(process.execPath, ['node_modules/mocha/bin/mocha.js', ...args], { stdio: 'inherit' });
  return status ?? 1;
}

/** What mocha prints after its count of failures, without the steps of the stack; or the last lines of other output. */
function failuresIn(output: string): string[] {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at .*(node_modules|node:)/.test(line));
  const start = lines.findIndex((line) => /^\s+\d+ failing$/.test(line));
  const found = start < 0 ? lines.slice(-failureLinesMax) : lines.slice(start + 1);
  return found.slice(0, failureLinesMax).map((line) => line.slice(0, failureLineMax));
}

/** Ends a process that has printed nothing for a time in which every test would have ended. */
function endWhenSilent(child: ChildProcess, tell: (line: string) => void): () => void {
  const end = () => {
    tell(`\nNothing was printed for ${silenceMaxMs / 1_000} s: a test or what it left open does not end.\n`);
    child.kill('SIGKILL');
    // A program that the tests started may hold the other end.
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  let timer = setTimeout(end, silenceMaxMs);
  child.once('close', () => clearTimeout(timer));
  return () => {
    clearTimeout(timer);
    timer = setTimeout(end, silenceMaxMs);
  };
}

/** Runs one unit; prints its output as a whole, so that the lanes do not mix, or as it comes when nothing runs beside. */
function runUnit(folders: readonly string[], isAlone = false): Promise<UnitResult> {
  const name = folders.join(', ');
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['node_modules/mocha/bin/mocha.js', ...testFilesIn(folders)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  const tell = (chunk: string) => {
    output += chunk;
    if (isAlone) process.stdout.write(chunk);
  };
  const hasPrinted = endWhenSilent(child, tell);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      hasPrinted();
      tell(chunk);
    });
  }
  return new Promise((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      const seconds = (performance.now() - startedAt) / 1_000;
      process.stdout.write(`\n=== ${name}: ${seconds.toFixed(0)} s\n${isAlone ? '' : output}`);
      resolve({ name, code: code ?? 1, seconds, failures: code === 0 ? [] : failuresIn(output) });
    });
  });
}

async function runLanes(chosen: typeof sideBySide): Promise<UnitResult[]> {
  const waiting = [...chosen];
  const results: UnitResult[] = [];
  const lane = async () => {
    for (let unit = waiting.shift(); unit && !isStopped; unit = waiting.shift()) results.push(await runUnit(unit));
  };
  await Promise.all(Array.from({ length: Math.min(lanesMax, availableParallelism()) }, lane));
  return results;
}

/** @param alone - runs after all others. */
async function runUnits(chosen: typeof sideBySide, alone?: string[]): Promise<number> {
  const startedAt = performance.now();
  const results = await runLanes(chosen);
  if (alone && !isStopped) results.push(await runUnit(alone, true));
  const lines = results.map(
    ({ name, code, seconds }) => `  ${code === 0 ? 'ok    ' : 'FAILED'} ${seconds.toFixed(0)} s ${name}`,
  );
  const total = ((performance.now() - startedAt) / 1_000).toFixed(0);
  process.stdout.write(`\nAll of these tests in ${total} s:\n${lines.join('\n')}\n`);
  for (const { name, failures } of results.filter(({ code }) => code !== 0)) {
    process.stdout.write(`\nFailed in ${name}:\n${failures.join('\n')}\n`);
  }
  return !isStopped && results.every(({ code }) => code === 0) ? 0 : 1;
}

/** What tests without a build need: the texts and the emoji names of the page, and the Prisma clients, which take longer. */
function generate(): void {
  compileTexts();
  compileEmojiNames();
  if (!existsSync('src/storage/generated')) build('--clients-only');
}

async function run(words: readonly string[]): Promise<number> {
  if (words[0] === '--quick') {
    generate();
    return runUnits(quickUnits);
  }
  const files = words.filter((word) => existsSync(word) && word.endsWith('.ts'));
  if (files.length === 0 || needsBuild(files)) build('--if-stale');
  else generate();
  if (words.length === 0) {
    requireUnits();
    return runUnits(sideBySide, pageUnit);
  }
  return runMocha(words);
}

process.exitCode = await run(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  return 1;
});
