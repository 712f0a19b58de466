/** Proves the checker: plants violations into a sound run, each with the one verdict that must catch it. */
import type { Planted } from './planted-fault.ts';
import { plantedInChanges } from './planted-in-changes.ts';
import { plantedInConduct } from './planted-in-conduct.ts';
import { plantedInFiles } from './planted-in-files.ts';
import { plantedInMessages } from './planted-in-messages.ts';
import { plantedInRevisions } from './planted-in-revisions.ts';
import { plantedInRooms } from './planted-in-rooms.ts';
import { soundRoomRun } from './sound-room.ts';
import { soundRun } from './sound-run.ts';
import { brokenGuarantees, judge } from './verdicts.ts';

export const plantedFaults: readonly Planted[] = [
  ...plantedInMessages,
  ...plantedInChanges,
  ...plantedInRevisions,
  ...plantedInFiles,
  ...plantedInRooms,
  ...plantedInConduct,
];

/** Judges the sound runs and each planted violation; answers the wrong judgements, none when the checker works. */
export function selfTest(): string[] {
  const sound = [soundRun(), soundRoomRun()].flatMap((run) => brokenGuarantees(judge(run.history, run.witnesses)));
  const wrong = sound.map((found) => `a sound run: found ${found}`);
  for (const { name, caughtBy, plant, sound: run = soundRun } of plantedFaults) {
    const { history, witnesses } = plant(run());
    const found = brokenGuarantees(judge(history, witnesses));
    if (found.length !== 1 || found[0] !== caughtBy) {
      wrong.push(`${name}: found ${found.join(', ') || 'nothing'} instead of ${caughtBy}`);
    }
  }
  return wrong;
}
