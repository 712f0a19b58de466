/** The command `duologue user list`: lists accounts by username, page by page. */
import type { ListedAccount } from '../compose-commands.ts';
import { type Command, type CommandInput, counted, UsageError } from './command.ts';
import { administer } from './database-work.ts';

const most = 1_000;

export const userListCommand: Command = {
  name: 'user list',
  summary: 'list accounts by username',
  options: {
    disabled: { help: 'only disabled accounts' },
    'never-seen': { help: 'only accounts that never signed in' },
    'seen-before': { value: 'DATE', help: 'only accounts last seen before this time, such as 2026-01-31, or never' },
    limit: { value: 'NUMBER', help: `accounts of a page, 1 to ${most} (100)` },
    after: { value: 'USERNAME', help: 'the page after this username' },
  },
  async run({ flags, values }) {
    const limit = limitOf(values);
    const filter = { disabled: flags.has('disabled'), neverSeen: flags.has('never-seen'), seenBefore: timeOf(values) };
    return administer(async (administration) => {
      const found = await administration.list(filter, { after: values.after ?? '', limit: limit + 1 });
      const users = found.slice(0, limit);
      const next = found.length > limit ? (users.at(-1)?.username ?? null) : null;
      const more = next === null ? [] : [`More with --after ${next}.`];
      const text = [...users.map(lineOf), `${counted(users.length, 'account')}.`, ...more].join('\n');
      return { text, json: { users, next } };
    });
  },
};

function lineOf({ username, displayName, lastSeenAt, disabledAt, id }: ListedAccount): string {
  const seen = lastSeenAt ? `last seen ${lastSeenAt.toISOString()}` : 'not seen yet';
  return `${username} (${displayName}): ${disabledAt ? 'disabled, ' : ''}${seen}, id ${id}`;
}

function limitOf({ limit = '100' }: CommandInput['values']): number {
  const number = Number(limit);
  if (/^\d+$/.test(limit) && number >= 1 && number <= most) return number;
  throw new UsageError(`duologue user list: --limit must be a whole number from 1 to ${most}. Try duologue --help.`);
}

function timeOf({ 'seen-before': text }: CommandInput['values']): Date | null {
  if (text === undefined) return null;
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time;
  throw new UsageError('duologue user list: --seen-before must be a time such as 2026-01-31. Try duologue --help.');
}
