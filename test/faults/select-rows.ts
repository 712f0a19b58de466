/** Reads the rows of a run by SQL: messages with their states and versions, and read states. */
import { roomName } from './conversation-address.ts';
import type { Room } from './conversing-pairs.ts';
import { conversationOf, hashOf } from './fault-history.ts';
import type { TestBed } from './test-bed.ts';
import type { WitnessedState } from './witnessed-state.ts';
import type { FinalReadState, FinalVersion, View, WitnessedMessage } from './witnesses.ts';

/** The columns that name the conversation of a row; in a room both are its id. */
interface Members {
  low: string;
  high: string;
  kind: number;
}

/** The conversations of a run: those of users with this tag, and these rooms. */
export interface RunScope {
  tag: string;
  rooms: readonly Pick<Room, 'address' | 'start'>[];
}

interface Row extends Members {
  seq: number;
  sender: string;
  clientId: string;
  body: string;
  replyToSeq: number | null;
  rev: number;
}

interface StateRow extends Members {
  seq: number;
  rev: number;
  editedAt: Date | null;
  deletedAt: Date | null;
  pinner: string | null;
  pinnedAt: Date | null;
}

interface ReactionRow extends Members {
  seq: number;
  emoji: string;
  user: string;
}

interface ReadStateRow extends Members {
  user: string;
  readSeq: number;
  deliveredSeq: number;
  lastSeq: number;
}

const members = `JOIN \`User\` low ON low.id = c.lowId JOIN \`User\` high ON high.id = c.highId`;
const names = 'low.username AS low, high.username AS high, c.kind';
const roomNames = 'c.id AS low, c.id AS high, c.kind';
const excerptLength = 140;

/** The rows of a table `t` of channels `c` that belong to the run. */
async function select<T extends Members>(
  { query }: TestBed,
  { tag, rooms }: RunScope,
  columns: string,
  tables: string,
  order: string,
): Promise<T[]> {
  const ofPairs = await query<T>(
    `SELECT ${columns}, ${names} FROM ${tables} ${members}
     WHERE (low.username LIKE ? OR high.username LIKE ?) ORDER BY ${order}`,
    [`t${tag}.%`, `t${tag}.%`],
  );
  if (rooms.length === 0) return ofPairs;
  const ids = rooms.map(({ address }) => address.room);
  const sql = `SELECT ${columns}, ${roomNames} FROM ${tables} WHERE c.id IN (${ids.map(() => '?')}) ORDER BY ${order}`;
  return [...ofPairs, ...(await query<T>(sql, ids))];
}

const conversationIn = ({ low, high, kind }: Members) =>
  Number(kind) === 0 ? conversationOf(low, high) : roomName(low);

export async function selectRows(bed: TestBed, scope: RunScope): Promise<View[]> {
  const columns =
    't.seq, u.username AS sender, LOWER(HEX(t.clientId)) AS clientId, t.body, t.replyToSeq, CAST(c.rev AS INT) AS rev';
  const tables = '`Message` t JOIN `Channel` c ON c.id = t.channelId JOIN `User` u ON u.id = t.senderId';
  const rows = await select<Row>(bed, scope, columns, tables, 't.channelId, t.seq');
  const [states, files] = [await selectStates(bed, scope), await selectFiles(bed, scope)];
  const views = new Map<string, { messages: WitnessedMessage[]; rev: number }>();
  for (const { address, start } of scope.rooms) views.set(address.conversation, { messages: [], rev: start.rev });
  const bodies = new Map<string, string>();
  for (const row of rows) {
    const conversation = conversationIn(row);
    const view = views.get(conversation) ?? { messages: [], rev: 0 };
    view.rev = Number(row.rev);
    views.set(conversation, view);
    bodies.set(placeIn(row), row.body);
    // Rows of earlier runs in the lobby do not count.
    if (row.seq < firstOf(scope, conversation).first) continue;
    const filesOf = files.get(placeIn(row));
    view.messages.push({ ...witnessed(row, states, bodies), ...(filesOf ? { files: filesOf } : {}) });
  }
  return [...views].map(([conversation, view]) => ({
    witness: 'rows',
    conversation,
    ...firstOf(scope, conversation),
    ...view,
  }));
}

function firstOf({ rooms }: RunScope, conversation: string): { first: number; firstRev: number } {
  const start = rooms.find(({ address }) => address.conversation === conversation)?.start;
  return { first: (start?.seq ?? 0) + 1, firstRev: (start?.rev ?? 0) + 1 };
}

const placeIn = ({ low, high, seq }: Members & { seq: number }) => `${low} ${high} ${seq}`;

/** A message answers only an earlier one, whose body is known already. */
function witnessed(row: Row, states: Map<string, WitnessedState>, bodies: Map<string, string>): WitnessedMessage {
  const { seq, sender, clientId, body, replyToSeq } = row;
  const message: WitnessedMessage = { seq: Number(seq), from: sender, clientId: asUuid(clientId), hash: hashOf(body) };
  const state = states.get(placeIn(row));
  if (state) message.state = state;
  if (replyToSeq === null) return message;
  const quoted = bodies.get(placeIn({ ...row, seq: replyToSeq })) ?? '';
  return { ...message, replyTo: Number(replyToSeq), excerpt: hashOf([...quoted].slice(0, excerptLength).join('')) };
}

/** The ids of the files of each message, in their order. */
async function selectFiles(bed: TestBed, scope: RunScope): Promise<Map<string, string[]>> {
  const tables = '`File` t JOIN `Channel` c ON c.id = t.channelId';
  const found = new Map<string, string[]>();
  const order = 't.channelId, t.seq, t.place';
  for (const row of await select<Members & { seq: number; id: string }>(bed, scope, 't.seq, t.id', tables, order))
    found.set(placeIn(row), [...(found.get(placeIn(row)) ?? []), row.id]);
  return found;
}

async function selectStates(bed: TestBed, scope: RunScope): Promise<Map<string, WitnessedState>> {
  const columns = 't.seq, t.rev, t.editedAt, t.deletedAt, t.pinnedAt, u.username AS pinner';
  const tables = '`ChangedMessage` t JOIN `Channel` c ON c.id = t.channelId LEFT JOIN `User` u ON u.id = t.pinnedBy';
  const reactions = await selectReactions(bed, scope);
  const rows = await select<StateRow>(bed, scope, columns, tables, 't.channelId, t.seq');
  return new Map(
    rows.map((row) => {
      const { rev, editedAt, deletedAt, pinnedAt, pinner } = row;
      const state: WitnessedState = {
        rev: Number(rev),
        editedAt: editedAt?.toISOString() ?? null,
        deletedAt: deletedAt?.toISOString() ?? null,
        pinned: pinnedAt ? `${pinner} ${pinnedAt.toISOString()}` : null,
        reactions: [...(reactions.get(placeIn(row)) ?? [])].flatMap(([emoji, users]) =>
          users.map((user) => `${emoji} ${user}`),
        ),
      };
      return [placeIn(row), state];
    }),
  );
}

/** The users by emoji, the oldest reaction first. */
async function selectReactions(bed: TestBed, scope: RunScope): Promise<Map<string, Map<string, string[]>>> {
  const tables = '`Reaction` t JOIN `Channel` c ON c.id = t.channelId JOIN `User` u ON u.id = t.userId';
  const columns = 't.seq, t.emoji, u.username AS user';
  const found = new Map<string, Map<string, string[]>>();
  for (const row of await select<ReactionRow>(bed, scope, columns, tables, 't.channelId, t.seq, t.rev')) {
    const ofMessage = found.get(placeIn(row)) ?? new Map<string, string[]>();
    found.set(placeIn(row), ofMessage);
    ofMessage.set(row.emoji, [...(ofMessage.get(row.emoji) ?? []), row.user]);
  }
  return found;
}

export async function selectVersions(bed: TestBed, scope: RunScope): Promise<FinalVersion[]> {
  const tables = '`MessageVersion` t JOIN `Channel` c ON c.id = t.channelId';
  const columns = 't.seq, t.body';
  const rows = await select<Members & { seq: number; body: string }>(bed, scope, columns, tables, 't.channelId');
  return rows.map(({ seq, body, ...row }) => ({
    witness: 'a row of a version',
    conversation: conversationIn(row),
    seq: Number(seq),
    hash: hashOf(body),
  }));
}

export async function selectReadStates(bed: TestBed, scope: RunScope): Promise<FinalReadState[]> {
  const columns = 'u.username AS user, t.readSeq, t.deliveredSeq, c.lastSeq';
  const tables = '`Member` t JOIN `Channel` c ON c.id = t.channelId JOIN `User` u ON u.id = t.userId';
  const rows = await select<ReadStateRow>(bed, scope, columns, tables, 't.channelId');
  return rows.flatMap(({ user, readSeq, deliveredSeq, lastSeq, ...row }) => {
    if (!user.startsWith(`t${scope.tag}.`)) return [];
    const of = { conversation: conversationIn(row), user, lastSeq };
    return [
      { ...of, receiptKind: 'read' as const, seq: readSeq },
      { ...of, receiptKind: 'delivered' as const, seq: deliveredSeq },
    ];
  });
}

const asUuid = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
