/** Faults planted into a sound run, each with the one verdict that has to catch it: what proves the checker. */

import type { Planted } from './planted-fault.ts';
import { plantedInConduct } from './planted-in-conduct.ts';
import { plantedInMessages } from './planted-in-messages.ts';
import { soundRun } from './sound-run.ts';
import { brokenPromises, judge } from './verdicts.ts';

export const plantedFaults: readonly Planted[] = [...plantedInMessages, ...plantedInConduct];

/** What the checker says of each planted fault, and of the run without any; empty when it is right about all. */
export function selfTest(): string[] {
  const sound = soundRun();
  const wrong = brokenPromises(judge(sound.history, sound.witnesses)).map((found) => `a sound run: found ${found}`);
  for (const { name, caughtBy, plant } of plantedFaults) {
    const { history, witnesses } = plant(soundRun());
    const found = brokenPromises(judge(history, witnesses));
    if (found.length !== 1 || found[0] !== caughtBy) {
      wrong.push(`${name}: found ${found.join(', ') || 'nothing'} instead of ${caughtBy}`);
    }
  }
  return wrong;
}
