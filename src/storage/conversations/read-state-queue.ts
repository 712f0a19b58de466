/** Gathers the advances of read states into transactions: those of one event-loop turn, and of the commit before it. */
import DataLoader from 'dataloader';
import type { ConversationStore } from '../../engine/ports/conversation-port.ts';
import type { Advanced } from '../../engine/ports/read-state-port.ts';
import { queueLimits } from '../../policy/connection-limits.ts';
import { LimitRefusal } from '../../policy/limit-refusal.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { Database } from '../database/database.ts';
import type { Writer } from '../database/writer.ts';
import { advanceAtOnce } from './read-state-advance.ts';
import { advanceTogether, type Move } from './read-state-moves.ts';

/** The most advances in one transaction. */
const batchMax = 256;

const late = ['unavailable', 'The receipt could not be stored in time. Sending it again is safe.'] as const;

export function createReadStateQueue(database: Database, writer: Writer): ConversationStore['advance'] {
  let waiting = 0;
  let committing: Promise<unknown> = Promise.resolve();
  const loader = new DataLoader<Move, Advanced>(
    (moves) => {
      const batch = commit(database, writer, moves);
      committing = batch.catch(() => {});
      return batch.then((outcomes) => settleHeld(database, writer, moves, outcomes));
    },
    {
      cache: false,
      maxBatchSize: batchMax,
      batchScheduleFn: (dispatch) => void committing.then(() => setImmediate(dispatch)),
    },
  );

  return async (channelId, userId, kind, seq, isTimed = true) => {
    if (waiting >= queueLimits.receiptQueue.points) throw new LimitRefusal('receiptQueue', ...late);
    waiting += 1;
    try {
      return await loader.load({ channelId, userId, kind, seq, isTimed });
    } finally {
      waiting -= 1;
    }
  };
}

/** A single receipt takes one statement, and only one that moves nothing takes more. */
async function commit({ dialect }: Database, writer: Writer, moves: readonly Move[]): Promise<(Advanced | null)[]> {
  const [single] = moves;
  const moved = single && moves.length === 1 ? await advanceAtOnce(writer, single, dialect) : null;
  return moved ? [moved] : advanceTogether(writer, moves, dialect);
}

/** The rows that another transaction holds are waited for without the others. */
function settleHeld(
  database: Database,
  writer: Writer,
  moves: readonly Move[],
  outcomes: readonly (Advanced | null)[],
): Promise<(Advanced | Error)[]> {
  const settled = moves.map((move, index) => outcomes[index] ?? advanceHeld(database, writer, move));
  return Promise.all(settled.map((outcome) => Promise.resolve(outcome).catch((error: Error) => error)));
}

/** @throws Refusal `unavailable` when the row is still held. */
async function advanceHeld(database: Database, writer: Writer, move: Move): Promise<Advanced> {
  const { channelId, userId } = move;
  const where = { channelId_userId: { channelId, userId } };
  if (!(await database.client.member.findUnique({ where, select: { userId: true } })))
    return { seq: 0, moved: false, isHidden: false };
  const [outcome] = await commit(database, writer, [move]);
  if (!outcome) throw new Refusal(...late);
  return outcome;
}
