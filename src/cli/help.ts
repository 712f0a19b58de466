/** Creates the help text: every command and every environment variable. */
import { variables } from '../config.ts';
import { commands } from './command-list.ts';

type Row = [name: string, text: string];

export function helpText(): string {
  return [
    'duologue COMMAND\n\nCommands:',
    formatRows(commandRows()),
    '\nEnvironment (default in brackets):',
    formatRows(variables.map(({ name, description, fallback }) => [name, withDefault(description, fallback)])),
  ].join('\n');
}

function commandRows(): Row[] {
  return Object.entries(commands).flatMap(([name, { summary, flags = {}, actions = {} }]): Row[] => [
    [name, summary],
    ...Object.entries(flags).map(([flag, effect]): Row => [`  --${flag}`, effect]),
    ...Object.entries(actions).map(([action, effect]): Row => [`  ${action}`, effect]),
  ]);
}

const withDefault = (description: string, fallback: string) =>
  fallback === '' ? description : `${description} (${fallback})`;

function formatRows(rows: Row[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
}
