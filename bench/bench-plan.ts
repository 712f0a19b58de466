/** Reads the command line of a benchmark run into a plan: suites, durations and sizes. */
import { parseArgs } from 'node:util';

export interface Plan {
  size: 'quick' | 'usual' | 'full';
  /** Names of the suites to run; empty means all. */
  only: readonly string[];
  /** Extra file for the figures as JSON, besides `bench/results`. */
  json: string | null;
  repetitions: number;
  warmMs: number;
  measureMs: number;
  pairs: number;
  /** Messages per second. */
  rates: readonly number[];
  /** Wait before memory is read. */
  settleMs: number;
  idleConnections: number;
  historyMessages: number;
  directoryUsers: number;
  conversations: number;
  /** Pages requested in each measurement. */
  pages: number;
  /** The size of a large upload. */
  uploadMebibytes: number;
  /** Messages of the installation that is searched. */
  searchedMessages: number;
  /** Messages to the lobby in each measurement. */
  lobbyMessages: number;
}

const sizes = {
  quick: {
    repetitions: 1,
    warmMs: 400,
    measureMs: 1_000,
    rates: [1_000, 4_000],
    settleMs: 1_000,
    idleConnections: 500,
    historyMessages: 50_000,
    directoryUsers: 50_000,
    conversations: 2_000,
    pages: 60,
    uploadMebibytes: 128,
    searchedMessages: 50_000,
    lobbyMessages: 20,
  },
  usual: {
    repetitions: 3,
    warmMs: 2_000,
    measureMs: 5_000,
    rates: [500, 1_000, 2_000, 4_000],
    settleMs: 3_000,
    idleConnections: 2_000,
    historyMessages: 1_000_000,
    directoryUsers: 200_000,
    conversations: 10_000,
    pages: 300,
    uploadMebibytes: 1_024,
    searchedMessages: 1_000_000,
    lobbyMessages: 300,
  },
  full: {
    repetitions: 3,
    warmMs: 2_000,
    measureMs: 8_000,
    rates: [500, 1_000, 2_000, 4_000],
    settleMs: 3_000,
    idleConnections: 2_000,
    historyMessages: 10_000_000,
    directoryUsers: 1_000_000,
    conversations: 10_000,
    pages: 500,
    uploadMebibytes: 1_024,
    searchedMessages: 10_000_000,
    lobbyMessages: 500,
  },
} as const satisfies Record<Plan['size'], Partial<Plan>>;

/** @throws Error with one line that says what is wrong. */
export function readPlan(args: readonly string[], suiteNames: readonly string[]): Plan | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h' },
      quick: { type: 'boolean' },
      full: { type: 'boolean' },
      only: { type: 'string' },
      json: { type: 'string' },
      repetitions: { type: 'string' },
      messages: { type: 'string' },
      users: { type: 'string' },
    },
  });
  if (values.help) return 'help';
  const only = values.only?.split(',').map((name) => name.trim()) ?? [];
  const unknown = only.find((name) => !suiteNames.includes(name));
  if (unknown !== undefined) throw new Error(`There is no suite "${unknown}". There are: ${suiteNames.join(', ')}.`);
  const size = values.full ? 'full' : values.quick ? 'quick' : 'usual';
  const usual = sizes[size];
  return {
    size,
    only,
    json: values.json ?? null,
    pairs: 100,
    ...usual,
    repetitions: count('--repetitions', values.repetitions, usual.repetitions, 20),
    historyMessages: count('--messages', values.messages, usual.historyMessages, 100_000_000),
    directoryUsers: count('--users', values.users, usual.directoryUsers, 10_000_000),
  };
}

function count(name: string, text: string | undefined, usual: number, max: number): number {
  const value = text === undefined ? usual : Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new Error(`${name} takes a whole number from 1 to ${max}.`);
}

export function helpText(suites: readonly { name: string; title: string }[]): string {
  return `npm run bench -- [options]

  --quick            two minutes, one repetition: checks that everything runs; do not quote its figures
  --full             10,000,000 messages in one conversation, 1,000,000 users
  --only a,b         run only these suites
  --json FILE        write the figures as JSON to this file, too
  --repetitions N    repetitions of each measurement (3)
  --messages N       messages in the large conversation
  --users N          users in the large directory

Suites:
${suites.map(({ name, title }) => `  ${name.padEnd(18)} ${title}`).join('\n')}

Everything runs on this machine, on the loopback address only, and is stopped at the end. The figures go to
bench/results/. Compare ratios within one run: the reference runs beside Duologue on the same cores.`;
}
