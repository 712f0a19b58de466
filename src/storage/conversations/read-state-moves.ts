/** Advances many read states in one transaction: reads and locks their rows, then writes all of them by one statement. */
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';
import type { Advanced, ReceiptKind } from '../../engine/ports/read-state-port.ts';
import { placeholders } from '../database/database.ts';
import type { Dialect } from '../database/dialect.ts';
import type { Row, Statement, Writer } from '../database/writer.ts';

/** An advance as a client asks for it. */
export interface Move {
  channelId: ConversationId;
  userId: UserId;
  kind: ReceiptKind;
  seq: number;
  /** Whether the time of reading is kept. */
  isTimed: boolean;
}

/** The length of the columns of times, about 24 advances. The oldest is cut off, and its messages have no known time any more. */
export const timesLength = 500;

interface LockedState extends Row {
  channelId: ConversationId;
  userId: UserId;
  readSeq: number;
  deliveredSeq: number;
  unreadSeq: number;
  isHidden: number | bigint;
  lastSeq: number;
  now: number | bigint;
}

/** A row with the advances that the transaction adds, newest first, each as `from-to:milliseconds;`. */
interface State extends LockedState {
  readTimes: string;
  deliveredTimes: string;
}

/** Answers null for a row that another transaction holds, and for no member. Waits for no row, so two nodes never deadlock. */
export function advanceTogether(
  writer: Writer,
  moves: readonly Move[],
  dialect: Dialect,
): Promise<(Advanced | null)[]> {
  return writer.commit([lockStates(moves, dialect)], ([rows = []]) => {
    const states = new Map(
      (rows as LockedState[]).map((row) => [keyOf(row), { ...row, readTimes: '', deliveredTimes: '' }]),
    );
    const changed = new Set<State>();
    const result = moves.map((move): Advanced | null => {
      const state = states.get(keyOf(move));
      return state ? apply(move, state, changed) : null;
    });
    return { writes: changed.size > 0 ? [store([...changed], dialect)] : [], result };
  });
}

const keyOf = ({ channelId, userId }: Pick<Move, 'channelId' | 'userId'>) => `${channelId} ${userId}`;

/** The conversation is read without a lock: its last seq only grows. */
function lockStates(moves: readonly Move[], { lockFreeRows, millisecondsOf, time }: Dialect): Statement {
  const keys = new Map(moves.map((move) => [keyOf(move), [move.channelId, move.userId]]));
  const sql = `SELECT \`channelId\`, \`userId\`, \`readSeq\`, \`deliveredSeq\`, \`unreadSeq\`, ${millisecondsOf(time(0))} AS \`now\`,
      CASE WHEN \`frozenReadSeq\` IS NULL THEN 0 ELSE 1 END AS \`isHidden\`,
      (SELECT \`lastSeq\` FROM \`Channel\` c WHERE c.\`id\` = m.\`channelId\`) AS \`lastSeq\`
    FROM \`Member\` m WHERE ${Array(keys.size).fill('(`channelId` = ? AND `userId` = ?)').join(' OR ')} ${lockFreeRows}`;
  return { sql, values: [...keys.values()].flat() };
}

function apply({ kind, seq: asked, isTimed }: Move, state: State, changed: Set<State>): Advanced {
  const isHidden = Number(state.isHidden) !== 0;
  // A read message counts as delivered.
  const delivered = Math.max(state.readSeq, state.deliveredSeq);
  const before = kind === 'read' ? state.readSeq : delivered;
  const seq = Math.min(asked, state.lastSeq);
  const unmarked = kind === 'read' && state.unreadSeq > 0;
  if (unmarked) {
    state.unreadSeq = 0;
    changed.add(state);
  }
  if (seq <= before) return { seq: before, moved: false, isHidden, ...(unmarked ? { unmarked } : {}) };
  changed.add(state);
  if (seq > delivered) {
    state.deliveredTimes = `${delivered}-${seq}:${state.now};${state.deliveredTimes}`;
    state.deliveredSeq = seq;
  }
  if (kind === 'read') {
    if (isTimed) state.readTimes = `${before}-${seq}:${state.now};${state.readTimes}`;
    state.readSeq = seq;
  }
  return { seq, moved: true, isHidden, ...(unmarked ? { unmarked } : {}) };
}

/** The rows exist and are locked, so that every one is updated. One statement costs MariaDB a fifth of one for each row. */
function store(states: readonly State[], { onDuplicateKey, proposed }: Dialect): Statement {
  const times = (column: string) =>
    `\`${column}\` = SUBSTR(CONCAT(${proposed(column)}, \`${column}\`), 1, ${timesLength})`;
  const seq = (column: string) => `\`${column}\` = ${proposed(column)}`;
  const columns = '`channelId`, `userId`, `readSeq`, `deliveredSeq`, `unreadSeq`, `readTimes`, `deliveredTimes`';
  const sql = `INSERT INTO \`Member\` (${columns}) VALUES ${placeholders(states.length, 7)}
    ${onDuplicateKey} ${seq('readSeq')}, ${seq('deliveredSeq')}, ${seq('unreadSeq')}, ${times('readTimes')}, ${times('deliveredTimes')}`;
  const values = states.flatMap(
    ({ channelId, userId, readSeq, deliveredSeq, unreadSeq, readTimes, deliveredTimes }) => [
      ...[channelId, userId, readSeq, deliveredSeq, unreadSeq],
      ...[readTimes.slice(0, timesLength), deliveredTimes.slice(0, timesLength)],
    ],
  );
  return { sql, values };
}
