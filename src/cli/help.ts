/** Creates the help text: every command, every exit code and every environment variable. */
import { variables } from '../config.ts';
import { exitCodeHelp, exitCodes } from '../policy/exit-codes.ts';
import type { Command, Option } from './command.ts';
import { commands } from './command-list.ts';

type Row = [name: string, text: string];

const everyCommand: Record<string, Option> = {
  json: { help: 'print the result as one JSON document on standard output, and errors as JSON on standard error' },
  help: { help: 'print this text' },
};

export function helpText(): string {
  return [
    'duologue COMMAND\n\nCommands:',
    formatRows(commands.flatMap(commandRows)),
    '\nEvery command:',
    formatRows(optionRows(everyCommand)),
    '\nExit codes:',
    formatRows(Object.entries(exitCodeHelp).map(([name, text]) => [`${Object(exitCodes)[name]}`, text])),
    '\nEnvironment (default in brackets):',
    formatRows(variables.map(({ name, description, fallback }) => [name, withDefault(description, fallback)])),
  ].join('\n');
}

function commandRows({ name, summary, arguments: expected = [], options = {} }: Command): Row[] {
  return [[[name, ...expected].join(' '), summary], ...optionRows(options)];
}

function optionRows(options: Readonly<Record<string, Option>>): Row[] {
  return Object.entries(options).map(
    ([name, { value, help }]): Row => [`  --${name}${value ? ` ${value}` : ''}`, help],
  );
}

const withDefault = (description: string, fallback: string) =>
  fallback === '' ? description : `${description} (${fallback})`;

function formatRows(rows: Row[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
}
