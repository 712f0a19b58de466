/** Proves the checker: plants violations into a sound run, each with the one verdict that must catch it. */
import type { Planted } from './planted-fault.ts';
import { plantedInChanges } from './planted-in-changes.ts';
import { plantedInConduct } from './planted-in-conduct.ts';
import { plantedInFiles } from './planted-in-files.ts';
import { plantedInMessages } from './planted-in-messages.ts';
import { plantedInRevisions } from './planted-in-revisions.ts';
import { soundRun } from './sound-run.ts';
import { brokenGuarantees, judge } from './verdicts.ts';

export const plantedFaults: readonly Planted[] = [
  ...plantedInMessages,
  ...plantedInChanges,
  ...plantedInRevisions,
  ...plantedInFiles,
  ...plantedInConduct,
];

/** Judges the sound run and each planted violation; answers the wrong judgements, none when the checker works. */
export function selfTest(): string[] {
  const sound = soundRun();
  const wrong = brokenGuarantees(judge(sound.history, sound.witnesses)).map((found) => `a sound run: found ${found}`);
  for (const { name, caughtBy, plant } of plantedFaults) {
    const { history, witnesses } = plant(soundRun());
    const found = brokenGuarantees(judge(history, witnesses));
    if (found.length !== 1 || found[0] !== caughtBy) {
      wrong.push(`${name}: found ${found.join(', ') || 'nothing'} instead of ${caughtBy}`);
    }
  }
  return wrong;
}
