/** The state of a message after its changes, in one form for the wire, the rows and the devices. */
import type { Message } from '../../src/protocol/shapes.ts';
import { hashOf } from './fault-history.ts';
import type { WitnessedMessage } from './witnesses.ts';

export interface WitnessedState {
  rev: number;
  editedAt: string | null;
  deletedAt: string | null;
  /** The user and the time. */
  pinned: string | null;
  /** Emoji and user, in the order of the wire. */
  reactions: readonly string[];
}

/** The hash of the body of a deleted message. */
export const noText = hashOf('');

export function toWitnessed(message: Message): WitnessedMessage {
  const { seq, from, clientId, body, replyTo } = message;
  const witnessed: WitnessedMessage = { seq, from, clientId, hash: hashOf(body) };
  if (replyTo) witnessed.replyTo = replyTo.seq;
  const files = fileIdsOf(message);
  if (files) witnessed.files = files;
  const state = stateOf(message);
  return state ? { ...witnessed, state } : witnessed;
}

/** Undefined when the message has none. */
export const fileIdsOf = ({ files }: Message): string[] | undefined => files?.map(({ id }) => id);

/** Undefined when the message has never changed. */
export function stateOf(message: Message): WitnessedState | undefined {
  const { rev, editedAt = null, deletedAt = null, pinned, reactions = [] } = message;
  if (rev === undefined) return undefined;
  return {
    rev,
    editedAt,
    deletedAt,
    pinned: pinned ? `${pinned.by} ${pinned.at}` : null,
    reactions: reactions.flatMap(({ emoji, by }) => by.map((user) => `${emoji} ${user}`)),
  };
}

/** Everything but the body. A reaction that is counted twice has its own verdict. */
export const digestOf = (state: WitnessedState | undefined): string =>
  state ? JSON.stringify({ ...state, reactions: [...new Set(state.reactions)] }) : 'never changed';

/** The content of a message without times: two successive revisions of a message differ in it. */
export const meaningOf = (hash: string, state: WitnessedState | undefined): string =>
  JSON.stringify([
    hash,
    Boolean(state?.deletedAt),
    Boolean(state?.pinned),
    [...new Set(state?.reactions ?? [])].sort(),
  ]);

export const hasDoubleReaction = (state: WitnessedState | undefined): boolean =>
  state !== undefined && new Set(state.reactions).size < state.reactions.length;
