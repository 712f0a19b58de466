/** The command `duologue user create`: creates an account with a temporary password. */
import type { Command } from './command.ts';
import { administer } from './database-work.ts';
import { audited } from './operator-audit.ts';

export const userCreateCommand: Command = {
  name: 'user create',
  summary: 'create an account and print a password that is valid for 24 hours, also when registration is closed',
  arguments: ['NAME'],
  options: { 'display-name': { value: 'TEXT', help: 'the name that others see; by default the username' } },
  run: ({ arguments: [name = ''], values }) =>
    audited('user_create', (concerned) =>
      administer(async (administration) => {
        const { user, password } = await administration.create(name, values['display-name'] ?? null);
        concerned.account = user.id;
        const about = `Created ${user.username}. This password is valid for 24 hours, to log in and set another one:`;
        return { text: `${about}\n${password}`, json: { user, temporaryPassword: password } };
      }),
    ),
};
