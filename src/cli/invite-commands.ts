/** The commands `duologue invite …`: an administrator invites people to register. */
import type { Invite, Invites } from '../compose-commands.ts';
import { readRegistrationConfig } from '../config.ts';
import { type Command, counted, type Result, UsageError } from './command.ts';
import { onDatabase } from './database-work.ts';
import { audited } from './operator-audit.ts';

const onInvites = (work: (invites: Invites) => Promise<Result>): Promise<Result> =>
  onDatabase(async (config) => {
    const { withInvites } = await import('../compose-commands.ts');
    return withInvites(config, work);
  });

const createCommand: Command = {
  name: 'invite create',
  summary: 'print a link with which people can register where REGISTRATION is "invite"; works while nodes run',
  options: {
    expires: { help: 'how long it is valid, as in 90m, 12h or 7d, which is the default', value: 'TIME' },
    uses: { help: 'how many accounts it may create; 1 by default', value: 'NUMBER' },
    note: { help: 'what it is for; only the administrator sees it', value: 'TEXT' },
  },
  async run({ values: { expires = '7d', uses = '1', note = '' } }) {
    const { inviteBounds } = await import('../compose-commands.ts');
    const request = {
      lifeMs: within(inviteBounds.lifeMaxMs, milliseconds(expires), '--expires must be from 1m to 365d, as in 12h.'),
      uses: within(inviteBounds.usesMax, wholeNumber(uses), `--uses must be from 1 to ${inviteBounds.usesMax}.`),
      note,
    };
    if (note.length > inviteBounds.noteMaxLength || !note.isWellFormed()) {
      throw new UsageError(`--note must have at most ${inviteBounds.noteMaxLength} characters.`);
    }
    return audited('invite_create', (concerned) =>
      onInvites(async (invites) => {
        const created = await invites.create(request);
        concerned.target = created.invite.id;
        return describe(created);
      }),
    );
  },
};

const listCommand: Command = {
  name: 'invite list',
  summary: 'list the invitations, also those that expired or were used up in the last 30 days',
  run: () =>
    onInvites(async (invites) => {
      const found = await invites.list();
      return { text: found.map(toLine).join('\n') || 'There are no invitations.', json: { invites: found } };
    }),
};

const revokeCommand: Command = {
  name: 'invite revoke',
  summary: 'make an invitation invalid; accounts that were created with it stay',
  arguments: ['ID'],
  run: ({ arguments: [id = ''] }) =>
    audited('invite_revoke', (concerned) =>
      onInvites(async (invites) => {
        await invites.revoke(id);
        concerned.target = id;
        return { text: `Invitation ${id} is no longer valid.`, json: { revoked: id } };
      }),
    ),
};

export const inviteCommands: readonly Command[] = [createCommand, listCommand, revokeCommand];

/** Only this answer holds the code: the database has its hash. */
function describe({ code, invite }: Awaited<ReturnType<Invites['create']>>): Result {
  const { publicOrigins, registration } = readRegistrationConfig();
  const [origin] = publicOrigins;
  // A fragment is not sent to the server, so no log on the way holds the code.
  const path = `/register#invite=${code}`;
  const lines = [
    `Invitation ${invite.id} for ${counted(invite.uses, 'account')}, valid until ${invite.expiresAt.toISOString()}. It is shown only now:`,
    ...(registration === 'invite'
      ? []
      : [`Note: REGISTRATION is "${registration}" here, so no invitation is asked for.`]),
    ...(origin ? [] : ['Note: PUBLIC_ORIGIN is not set. Put the address of your server before this path:']),
    `${origin ?? ''}${path}`,
  ];
  return { text: lines.join('\n'), json: { invite, code, link: origin ? origin + path : null, registration } };
}

function toLine({ id, state, used, uses, expiresAt, note }: Invite): string {
  return `${id}  ${state}, used ${used} of ${uses}, until ${expiresAt.toISOString()}${note ? `: ${note}` : ''}`;
}

function within(max: number, value: number, fault: string): number {
  if (value >= 1 && value <= max) return value;
  throw new UsageError(fault);
}

const wholeNumber = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN);

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function milliseconds(text: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  return wholeNumber(amount) * (units[unit] ?? Number.NaN);
}
