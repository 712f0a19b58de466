/** Parses the command line and runs the command that it names. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Command, type CommandInput, UsageError } from './command.ts';
import { commands } from './command-list.ts';
import { helpText } from './help.ts';
import { print, printError } from './output.ts';

const helpNames = ['help', '--help', '-h'];

/** A usage error is one sentence on standard error, and exit code 1. */
export async function runCommandLine([name, ...rest]: readonly string[]): Promise<void> {
  if (name === undefined || helpNames.includes(name)) return print(helpText());
  try {
    const command = findCommand(name);
    const input = parseInput(name, command, rest);
    if (input === 'help') print(helpText());
    else await command.run(input);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    printError(`${error.message} Try duologue --help.`);
  }
}

function findCommand(name: string): Command {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`There is no command "${name}".`);
  return command;
}

function parseInput(name: string, { flags = {}, actions }: Command, args: readonly string[]): CommandInput | 'help' {
  const { values, positionals } = parseStrictly(name, {
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h' },
      ...Object.fromEntries(Object.keys(flags).map((flag) => [flag, { type: 'boolean' as const }])),
    },
    allowPositionals: actions !== undefined,
  });
  if (values.help) return 'help';
  return { flags: new Set(Object.keys(values)), arguments: positionals };
}

/** Keeps the first sentence of Node's errors: the second one explains `--`, or repeats the first. */
function parseStrictly<T extends ParseArgsConfig>(name: string, config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`duologue ${name}: ${error.message.split('. ')[0]}.`);
  }
}
