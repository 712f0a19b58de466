/** Parses the command line and runs the command that it names. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { configWarnings } from '../config.ts';
import { type Command, type CommandInput, UsageError } from './command.ts';
import { commands } from './command-list.ts';
import { helpText } from './help.ts';
import { print, printError, printResult, printWarning } from './output.ts';
import { versionCommand } from './version-command.ts';

const helpNames = ['help', '--help', '-h'];
const versionNames = ['--version', '-v'];

/** An error is printed as one sentence; the exit code says its kind (`policy/exit-codes`). */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  const [name] = args;
  if (name === undefined || helpNames.includes(name)) return print(helpText());
  const asJson = args.includes('--json');
  try {
    const command = versionNames.includes(name) ? versionCommand : findCommand(args);
    const input = parseInput(command, args.slice(command === versionCommand ? 1 : wordsOf(command).length));
    if (input === 'help') return print(helpText());
    // A node warns by itself.
    if (command.name !== 'serve') for (const warning of configWarnings()) printWarning(warning, input.json);
    const result = await command.run(input);
    if (result) printResult(result, input.json);
  } catch (error) {
    printError(error, asJson);
  }
}

const wordsOf = ({ name }: Command) => name.split(' ');

function findCommand(args: readonly string[]): Command {
  const found = commands.find((command) => wordsOf(command).every((word, index) => word === args[index]));
  if (found) return found;
  const [first = ''] = args;
  const actions = commands.map(wordsOf).filter(([word, action]) => word === first && action !== undefined);
  if (actions.length === 0) throw usageError(`There is no command "${first}".`);
  throw usageError(`duologue ${first} takes one of these: ${actions.map(([, action]) => action).join(', ')}.`);
}

function parseInput(command: Command, args: readonly string[]): CommandInput | 'help' {
  const { name, options = {}, arguments: expected = [] } = command;
  const own = Object.entries(options).map(([option, { value }]) => [option, { type: value ? 'string' : 'boolean' }]);
  const parsed = parseStrictly(name, {
    args: [...args],
    options: { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' }, ...Object.fromEntries(own) },
    allowPositionals: true,
  });
  const values: Readonly<Record<string, unknown>> = parsed.values;
  const { positionals } = parsed;
  if (values.help) return 'help';
  if (positionals.length !== expected.length) {
    throw usageError(`duologue ${name} takes ${expected.length === 0 ? 'no argument' : expected.join(' ')}.`);
  }
  const given = Object.entries(values);
  return {
    flags: new Set(given.filter(([, value]) => value === true).map(([option]) => option)),
    values: Object.fromEntries(given.filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
    arguments: positionals,
    json: values.json === true,
  };
}

const usageError = (message: string) => new UsageError(`${message} Try duologue --help.`);

/** Keeps the first sentence of Node's errors: the second one explains `--`, or repeats the first. */
function parseStrictly<T extends ParseArgsConfig>(name: string, config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw usageError(`duologue ${name}: ${error.message.split('. ')[0]?.split('\n')[0]}.`);
  }
}
