/** The periodic jobs of a node: presence heartbeat, notices of the lobby, polls for sessions, blocks, privacy, messages and members of rooms, purge of challenges, invites and files, indexes of names and of messages, exports. */
import { factorLimits } from '../protocol/limits.ts';
import { missedPollMs } from './conversations/missed-messages.ts';
import type { Engine } from './engine.ts';
import { exportCleaningMs, exportRunMs } from './export/exports.ts';
import { fileCleaningMs } from './files/uploads.ts';
import { invitePurgeMs } from './identity/invites.ts';
import { sessionPollMs } from './identity/sessions.ts';
import { blockPollMs } from './people/blocks.ts';
import { nameIndexMs } from './people/people.ts';
import { presenceHeartbeatMs } from './people/presence.ts';
import { lobbyNoticeMs } from './rooms/lobby.ts';
import { missedMovesMs } from './rooms/missed-moves.ts';
import { indexMs } from './search/search-index.ts';
import { privacyPollMs } from './settings/privacy-changes.ts';

export interface Jobs {
  stop(): void;
}

/** @param onTrouble - receives the error of each run that failed; the next run starts as usual. */
export function startJobs(engine: Engine, onTrouble: (error: unknown) => void): Jobs {
  const timers = [
    every(presenceHeartbeatMs, engine.presence.heartbeat),
    every(sessionPollMs, engine.sessions.poll),
    every(blockPollMs, engine.blocks.poll),
    every(privacyPollMs, engine.privacyChanges.poll),
    every(lobbyNoticeMs, engine.lobby.tell),
    every(missedPollMs, engine.missed.poll),
    every(missedMovesMs, engine.missedMoves.poll),
    every(factorLimits.challengeMs, engine.factors.passkeys.purgeChallenges),
    every(invitePurgeMs, engine.invites.purge),
    every(nameIndexMs, engine.people.indexNames),
    every(indexMs, engine.searchIndex.run),
    every(exportRunMs, async () => engine.exports?.run()),
    every(exportCleaningMs, async () => engine.exports?.clean()),
    every(fileCleaningMs, async () => engine.uploads?.clean()),
  ];

  /** Skips a run while the last one is still going: a slow store never has two runs of one job. */
  function every(ms: number, run: () => Promise<unknown>): NodeJS.Timeout {
    let running = false;
    return setInterval(async () => {
      if (running) return;
      running = true;
      await run().catch(onTrouble);
      running = false;
    }, ms);
  }

  return {
    stop() {
      for (const timer of timers) clearInterval(timer);
    },
  };
}
