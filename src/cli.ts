#!/usr/bin/env node
import { runUserAction, userActions } from './cli/user-commands.ts';
/** The command line: serve, migrate, fsck, user, and their help. */
import { ConfigError, readConfig, variables } from './config.ts';

/** All of a node is half a second's work to load: too much for help and for complaints. */
const loadNode = () => import('./compose.ts');

interface Command {
  meaning: string;
  /** The flags, or the actions, it takes, each with what it does. */
  flags?: Record<string, string>;
  /** It takes words of its own and says itself what is wrong with them. */
  takesWords?: boolean;
  run(flags: ReadonlySet<string>, words: readonly string[]): Promise<void>;
}

const commands: Record<string, Command> = {
  serve: { meaning: 'start a node (also: npm start)', run: async () => void (await import('./main.ts')) },
  migrate: { meaning: 'bring the database to this version; a node does so itself when it starts', run: migrate },
  fsck: {
    meaning: 'prove that no conversation has a gap, a repeat or a mark out of range; the nodes may go on meanwhile',
    flags: { '--repair': 'mend what can be mended without losing text' },
    run: checkDatabase,
  },
  user: {
    meaning:
      'for administrators: an action and a username, as in "duologue user show anna"; each works while nodes run',
    flags: userActions,
    takesWords: true,
    run: administer,
  },
};

async function administer(_flags: ReadonlySet<string>, words: readonly string[]): Promise<void> {
  const said = await runUserAction(words);
  if (said === null) complain('duologue user takes an action and a username. Try duologue --help.');
  else say(said);
}

async function migrate(): Promise<void> {
  const config = readConfig();
  const { migrateOnly } = await loadNode();
  const names = await migrateOnly(config);
  say(names.length > 0 ? `Applied: ${names.join(', ')}.` : 'The database is up to date.');
}

async function checkDatabase(flags: ReadonlySet<string>): Promise<void> {
  const onProgress = (channels: number) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${channels} conversations …`);
  };
  const config = readConfig();
  const { fsck } = await loadNode();
  const report = await fsck({ ...config, repair: flags.has('--repair'), onProgress });
  if (process.stderr.isTTY) process.stderr.write('\r');
  for (const { what, channelId, mended } of report.faults) {
    say(`${mended ? 'Mended' : 'Fault'}: conversation ${channelId}: ${what}.`);
  }
  const left = report.faults.filter((fault) => !fault.mended).length;
  say(
    `Checked ${report.channels} conversations with ${report.messages} messages: seqs without gaps or repeats, one channel a pair, ` +
      'one message a clientId, marks within range, times that agree.',
  );
  say(left === 0 ? 'Nothing is wrong.' : `${left} ${left === 1 ? 'fault' : 'faults'} left.`);
  if (left > 0) process.exitCode = 1;
}

function help(): string {
  const rows = (entries: [string, string][]) => {
    const width = Math.max(...entries.map(([name]) => name.length));
    return entries.map(([name, meaning]) => `  ${name.padEnd(width)}  ${meaning}`).join('\n');
  };
  const environment = Object.entries(variables).map(([name, [fallback, meaning]]): [string, string] => [
    name,
    fallback === '' ? meaning : `${meaning} (${fallback})`,
  ]);
  return [
    'duologue COMMAND\n\nCommands:',
    rows(
      Object.entries(commands).flatMap(([name, { meaning, flags = {} }]): [string, string][] => [
        [name, meaning],
        ...Object.entries(flags).map(([flag, effect]): [string, string] => [`  ${flag}`, effect]),
      ]),
    ),
    '\nEnvironment (default in brackets):',
    rows(environment),
  ].join('\n');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function complain(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

async function run([name, ...rest]: string[]): Promise<void> {
  if (name === undefined || ['help', '--help', '-h'].includes(name) || rest.includes('--help')) return say(help());
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) return complain(`There is no command "${name}". Try duologue --help.`);
  const unknown = command.takesWords ? undefined : rest.find((flag) => !Object.hasOwn(command.flags ?? {}, flag));
  if (unknown) return complain(`duologue ${name} does not take "${unknown}". Try duologue --help.`);
  await command.run(new Set(rest), rest);
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  const known =
    error instanceof ConfigError ? error.message : `Failed: ${(error as Error).message.trim().split('\n').at(-1)}`;
  complain(known);
}
