#!/usr/bin/env node
/** The command line: `duologue serve`, `duologue migrate`, and their help. */
import { migrateOnly } from './compose.ts';
import { ConfigError, readConfig, variables } from './config.ts';

interface Command {
  meaning: string;
  run(): Promise<void>;
}

const commands: Record<string, Command> = {
  serve: { meaning: 'start a node (also: npm start)', run: async () => void (await import('./main.ts')) },
  migrate: { meaning: 'bring the database to this version; a node does so itself when it starts', run: migrate },
};

async function migrate(): Promise<void> {
  const names = await migrateOnly(readConfig());
  say(names.length > 0 ? `Applied: ${names.join(', ')}.` : 'The database is up to date.');
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
    rows(Object.entries(commands).map(([name, { meaning }]) => [name, meaning])),
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
  if (rest.length > 0) return complain(`duologue ${name} takes no arguments. Try duologue --help.`);
  await command.run();
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  const known =
    error instanceof ConfigError ? error.message : `Failed: ${(error as Error).message.trim().split('\n').at(-1)}`;
  complain(known);
}
