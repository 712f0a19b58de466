/** What a node does again and again, whether or not anybody asks: renews presence, sweeps sessions, blocks, messages and challenges. */
import { factorLimits } from '../protocol/limits.ts';
import { missedSweepMs } from './conversations/missed-messages.ts';
import type { Engine } from './engine.ts';
import { sessionSweepMs } from './identity/sessions.ts';
import { blockSweepMs } from './people/blocks.ts';
import { presenceBeatMs } from './people/presence.ts';

/** @param onTrouble - told of each beat that failed; the next one comes all the same. */
export function startBeats(engine: Engine, onTrouble: (error: unknown) => void): { stop(): void } {
  const timers = [
    every(presenceBeatMs, engine.presence.beat),
    every(sessionSweepMs, engine.sessions.sweep),
    every(blockSweepMs, engine.blocks.sweep),
    every(missedSweepMs, engine.missed.sweep),
    every(factorLimits.challengeMs, engine.factors.passkeys.purgeChallenges),
  ];

  /** Never two at once: when a store is slow, beats are left out. */
  function every(ms: number, work: () => Promise<unknown>): NodeJS.Timeout {
    let running = false;
    return setInterval(async () => {
      if (running) return;
      running = true;
      await work().catch(onTrouble);
      running = false;
    }, ms);
  }

  return {
    stop() {
      for (const timer of timers) clearInterval(timer);
    },
  };
}
