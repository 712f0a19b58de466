/** Gives one request at a time the turn to write an upload, across all nodes. */
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Lock, Locker, RequestRelease } from '@tus/utils';
import { holdTurn, type TurnHolder } from './held-turn.ts';
import { uploadBusy } from './tus-refusal.ts';

/** The lease of a turn ends by itself, so that a lost node holds no upload for ever. */
export interface Turns {
  takeTurn(id: string, writer: string): Promise<boolean>;
  endTurn(id: string, writer: string): Promise<void>;
}

/** In milliseconds. A turn that is not prolonged ends after 10 s; a connection that carries nothing ends after 8 s. */
const times = { retry: 200, giveUp: 15_000 };

/** The holder is the request that takes the turn. */
export type LockerOf = (holder: TurnHolder) => Locker;

export function createUploadLocker(turns: Turns, onDefect: (error: unknown) => void): LockerOf {
  const local = createTurnTaker(turns);
  return (holder) => ({ newLock: (id) => newLock(local, id, holder, onDefect) });
}

function newLock(local: TurnTaker, id: string, holder: TurnHolder, onDefect: (error: unknown) => void): Lock {
  const writer = randomBytes(12).toString('base64url');
  let stop = () => {};
  return {
    async lock(signal, release) {
      const until = performance.now() + times.giveUp;
      let takenAt = performance.now();
      while (!(await local.begin(id, writer, release))) {
        if (signal.aborted || performance.now() > until) throw uploadBusy();
        await wait(times.retry);
        takenAt = performance.now();
      }
      stop = holdTurn(holder, takenAt, () => local.prolong(id, writer), onDefect);
    },
    async unlock() {
      stop();
      await local.end(id, writer);
    },
  };
}

type TurnTaker = ReturnType<typeof createTurnTaker>;

/** The requests of this node come first: one of them that has the turn is asked to end. */
function createTurnTaker(turns: Turns) {
  const here = new Map<string, RequestRelease>();
  return {
    async begin(id: string, writer: string, release: RequestRelease): Promise<boolean> {
      // A client that comes back over a new connection displaces its own dead one.
      await here.get(id)?.();
      if (here.has(id)) return false;
      here.set(id, release);
      const isTaken = await turns.takeTurn(id, writer).catch((error) => {
        here.delete(id);
        throw error;
      });
      if (!isTaken) here.delete(id);
      return isTaken;
    },
    prolong: turns.takeTurn,
    async end(id: string, writer: string): Promise<void> {
      here.delete(id);
      await turns.endTurn(id, writer);
    },
  };
}
