/** Reads a command that a page has stored, this one or an earlier version. */
import type { ChangeCommand, Command, SendCommand } from './user-command.ts';

type Fields = Readonly<Partial<Record<string, unknown>>>;

/** Returns null when the entry is no command. One without a kind is an unsent message of an earlier version of the page. */
export function parseCommand(entry: unknown): Command | null {
  if (typeof entry !== 'object' || entry === null) return null;
  const fields: Fields = { ...entry };
  if (!has(fields, { to: 'string', writtenAt: 'number' })) return null;
  if (fields.kind === undefined || fields.kind === 'send') return isSendEntry(fields) ? withDefaults(fields) : null;
  return isChangeEntry(fields) ? fields : null;
}

type StoredSend = Pick<SendCommand, 'clientId' | 'to' | 'body' | 'writtenAt'> & Partial<SendCommand>;

const isSendEntry = (fields: Fields): fields is Fields & StoredSend =>
  has(fields, { clientId: 'string', body: 'string' }) && (fields.files === undefined || Array.isArray(fields.files));

/** The server may have the message: an earlier version of the page did not say whether it had tried. */
function withDefaults({ clientId, to, body, writtenAt, ...rest }: StoredSend): SendCommand {
  const { reply = null, refused = null, tried = true, files = [] } = rest;
  return { kind: 'send', id: clientId, clientId, to, body, writtenAt, reply, files, refused, tried };
}

const texts = { edit: { text: 'string' }, delete: { dueAt: 'number' }, pin: { on: 'boolean' } } as const;
const shapes: Fields = { ...texts, react: { emoji: 'string', on: 'boolean' } };

function isChangeEntry(fields: Fields): fields is Fields & ChangeCommand {
  const shape = typeof fields.kind === 'string' ? shapes[fields.kind] : undefined;
  const { message } = fields;
  const isNamed = typeof message === 'object' && message !== null && has({ ...message }, { key: 'string' });
  return isNamed && shape !== undefined && has(fields, { id: 'string', ...shape });
}

function has(fields: Fields, types: object): boolean {
  return Object.entries(types).every(([name, type]) => typeof fields[name] === type);
}
