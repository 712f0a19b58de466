/** A command that changes a message, over a socket or over HTTP. */
import type { RefusalBody } from '../../src/protocol/refusals.ts';
import type { Message } from '../../src/protocol/shapes.ts';
import type { Address } from './conversation-address.ts';
import { type FaultHistory, hashOf } from './fault-history.ts';
import type { LiveSocket } from './live-socket.ts';
import { type Answered, type CallFields, type Outcome, recordCall, refused } from './recorded-calls.ts';

export const changeKinds = ['edit', 'delete', 'react', 'unreact', 'pin', 'unpin'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export interface ChangeCommand {
  /** Names the command in the history; the wire knows no such id. */
  id: string;
  kind: ChangeKind;
  seq: number;
  /** The new body, or the emoji. */
  text: string;
  /** The other transport carries a repeated attempt. */
  isOverHttp: boolean;
}

type Changed = { message: Message };

/** The conversation in which a user changes a message. */
export interface ChangePlace {
  user: string;
  address: Address;
}

/** The value that a command gives to what it changes: the hash of the body, or the emoji. */
export const settingFor = ({ kind, text }: ChangeCommand): string => (kind === 'edit' ? hashOf(text) : text);

export const aboutChange = (command: ChangeCommand, { user, address }: ChangePlace): CallFields => ({
  user,
  conversation: address.conversation,
  clientId: command.id,
  seq: command.seq,
  kind: command.kind,
  value: settingFor(command),
});

export function changeOverSocket(
  socket: LiveSocket,
  command: ChangeCommand,
  place: ChangePlace,
): Promise<Outcome<Changed>> {
  const { kind, seq, text } = command;
  const about = aboutChange(command, place);
  const at = { ...place.address.with, seq };
  switch (kind) {
    case 'edit':
      return socket.call('change', 'editMessage', { ...at, body: text }, about);
    case 'delete':
      return socket.call('change', 'deleteMessage', at, about);
    case 'react':
    case 'unreact':
      return socket.call('change', 'react', { ...at, emoji: text, on: kind === 'react' }, about);
    case 'pin':
    case 'unpin':
      return socket.call('change', 'pin', { ...at, on: kind === 'pin' }, about);
  }
}

interface HttpCaller {
  device: string;
  session: string;
  cookie: string;
  urls: readonly string[];
  history: FaultHistory;
}

export function changeOverHttp(caller: HttpCaller, command: ChangeCommand, place: ChangePlace) {
  const { kind, seq, text } = command;
  const path = `${place.address.path}/messages/${seq}`;
  const [method, suffix] = requests[kind];
  const address = `${path}${suffix}${suffix === '/reactions/' ? encodeURIComponent(text) : ''}`;
  const body = kind === 'edit' ? { body: text } : undefined;
  const ask = () => askOverHttp<Changed>(caller, method, address, body);
  return recordCall(caller, 'change', aboutChange(command, place), ask);
}

const requests: Record<ChangeKind, [method: string, suffix: string]> = {
  edit: ['PATCH', ''],
  delete: ['DELETE', ''],
  react: ['PUT', '/reactions/'],
  unreact: ['DELETE', '/reactions/'],
  pin: ['PUT', '/pin'],
  unpin: ['DELETE', '/pin'],
};

/** As a socket's call, but the run does not know which node answers: without an answer in time it is `lost`. */
export async function askOverHttp<T>(
  { urls, cookie }: Pick<HttpCaller, 'urls' | 'cookie'>,
  method: string,
  path: string,
  body?: object,
): Promise<Answered<T>> {
  const headers = { cookie, ...(body ? { 'content-type': 'application/json' } : {}) };
  const init = { method, headers, signal: AbortSignal.timeout(5_000), ...(body ? { body: JSON.stringify(body) } : {}) };
  try {
    const answer = await fetch(new URL(path, urls[0]), init);
    const text = await answer.text();
    if (answer.ok) return { phase: 'ok', data: (text === '' ? {} : JSON.parse(text)) as T };
    return refused((JSON.parse(text) as { error: RefusalBody }).error.code);
  } catch {
    return { phase: 'unknown', code: 'lost' };
  }
}
