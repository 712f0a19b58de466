/** Gives one request at a time the turn to write an upload, across all nodes. */
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Lock, Locker, RequestRelease } from '@tus/utils';
import { Refusal } from '../../protocol/refusals.ts';

/** The lease of a turn ends by itself, so that a lost node holds no upload for ever. */
export interface Turns {
  takeTurn(id: string, writer: string): Promise<boolean>;
  endTurn(id: string, writer: string): Promise<void>;
}

/** In milliseconds. A turn that is not prolonged ends after 10 s; a connection that carries nothing ends after 8 s. */
const times = { prolong: 3_000, retry: 200, giveUp: 15_000 };

export function createUploadLocker(turns: Turns, onDefect: (error: unknown) => void): Locker {
  const local = createTurnTaker(turns);
  return {
    newLock(id: string): Lock {
      const writer = randomBytes(12).toString('base64url');
      let timer: NodeJS.Timeout | undefined;
      return {
        async lock(signal, release) {
          const until = performance.now() + times.giveUp;
          while (!(await local.begin(id, writer, release))) {
            if (signal.aborted || performance.now() > until) throw busy();
            await wait(times.retry);
          }
          timer = setInterval(() => void turns.takeTurn(id, writer).catch(onDefect), times.prolong).unref();
        },
        async unlock() {
          clearInterval(timer);
          await local.end(id, writer);
        },
      };
    },
  };
}

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
    async end(id: string, writer: string): Promise<void> {
      here.delete(id);
      await turns.endTurn(id, writer);
    },
  };
}

const busy = () => new Refusal('unavailable', 'Another request writes this upload. Try again.');
