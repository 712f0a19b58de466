/** Reads the states of changed messages, each query one range or a few keys. */
import type { ConversationId } from '../../engine/ports/identifiers.ts';
import type { StoredMessage } from '../../engine/ports/message-port.ts';
import type { MessageState, Reaction } from '../../engine/ports/message-state.ts';
import type { Database } from '../database/database.ts';
import type { Dialect } from '../database/dialect.ts';
import type { Row } from '../database/writer.ts';

/** The key of a message in a map. */
export const placeOf = ({ channelId, seq }: { channelId: ConversationId; seq: number }) => `${channelId} ${seq}`;

/** By `placeOf`, in order of the last change. */
export type States = Map<string, MessageState>;

/** A changed message with one of its reactions, or with none; times as text of the database. */
export interface StateRow extends Row {
  channelId: ConversationId;
  /** Null in a joined row of a message that has never changed. */
  rev: number | null;
  seq: number;
  editedAt: string | null;
  deletedAt: string | null;
  pinnedBy: string | null;
  pinnedAt: string | null;
  emoji: string | null;
  userId: string | null;
}

const asText = (name: string) => `CAST(c.\`${name}\` AS CHAR) AS \`${name}\``;

/** The columns of `StateRow` but the key, of a changed message `c` and its reaction `r`. */
export const stateColumns = `c.\`rev\`, ${asText('editedAt')}, ${asText('deletedAt')}, c.\`pinnedBy\`, ${asText('pinnedAt')}, r.\`emoji\`, r.\`userId\``;

export const joinReactions = 'LEFT JOIN `Reaction` r ON r.`channelId` = c.`channelId` AND r.`seq` = c.`seq`';

/** @param condition - selects rows of `ChangedMessage`; it may end with a limit. */
const statesSql = (condition: string) => `SELECT c.\`channelId\`, c.\`seq\`, ${stateColumns}
  FROM (SELECT * FROM \`ChangedMessage\` WHERE ${condition}) c ${joinReactions} ORDER BY c.\`rev\`, r.\`rev\``;

async function read({ client, dialect }: Database, condition: string, values: readonly unknown[]): Promise<States> {
  return collectStates(await client.$queryRawUnsafe<StateRow[]>(statesSql(condition), ...values), dialect);
}

export const statesInRange = (database: Database, channelId: ConversationId, from: number, to: number) =>
  read(database, '`channelId` = ? AND `seq` BETWEEN ? AND ?', [channelId, from, to]);

export const statesAfter = (database: Database, channelId: ConversationId, rev: number, limit: number) =>
  read(database, '`channelId` = ? AND `rev` > ? ORDER BY `rev` LIMIT ?', [channelId, rev, limit]);

export const statesOfPins = (database: Database, channelId: ConversationId, limit: number) =>
  read(database, '`channelId` = ? AND `pinnedAt` IS NOT NULL ORDER BY `pinnedAt` DESC LIMIT ?', [channelId, limit]);

export async function statesAt(
  database: Database,
  places: readonly { channelId: string; seq: number }[],
): Promise<States> {
  if (places.length === 0) return new Map();
  const condition = places.map(() => '(`channelId` = ? AND `seq` = ?)').join(' OR ');
  return read(
    database,
    condition,
    places.flatMap(({ channelId, seq }) => [channelId, seq]),
  );
}

/** Gathers the reactions of each message. @param rows - in order of the reactions. */
export function collectStates(rows: readonly StateRow[], dialect: Dialect): States {
  const states: States = new Map();
  const time = (text: string | null) => (text === null ? null : dialect.parseTime(text));
  for (const { rev, emoji, userId, pinnedBy, ...row } of rows) {
    if (rev === null) continue;
    const key = placeOf(row);
    const [editedAt, deletedAt, pinnedAt] = [time(row.editedAt), time(row.deletedAt), time(row.pinnedAt)];
    const pinned = pinnedBy !== null && pinnedAt !== null ? { by: pinnedBy, at: pinnedAt } : null;
    const state = states.get(key) ?? { rev, editedAt, deletedAt, pinned, reactions: [] };
    states.set(key, emoji === null || userId === null ? state : withReaction(state, { emoji, by: userId }));
  }
  return states;
}

const withReaction = (state: MessageState, reaction: Reaction): MessageState => ({
  ...state,
  reactions: [...state.reactions, reaction],
});

/**
 * Adds the states to messages. Read the states first: a change in between then shows a body that is newer than the revision,
 * which the client corrects. A revision that is newer than the body would keep the old body for ever.
 */
export function withStates(messages: readonly StoredMessage[], states: States): StoredMessage[] {
  return messages.map((message) => {
    const state = states.get(placeOf(message));
    return state ? { ...message, state } : message;
  });
}
