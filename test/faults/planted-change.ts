/** States and witnesses of violations that are planted into changes. */
import { type HistoryEvent, hashOf } from './fault-history.ts';
import { changedRev } from './sound-changes.ts';
import { inEveryView, type RecordedRun } from './sound-run.ts';
import { bodyOf } from './sound-users.ts';
import type { WitnessedState } from './witnessed-state.ts';
import type { WitnessedMessage, Witnesses } from './witnesses.ts';

/** The revision after the changes of the sound run. */
export const next = changedRev + 1;

export const plain: WitnessedState = { rev: 0, editedAt: null, deletedAt: null, pinned: null, reactions: [] };

export const bodyHash = (seq: number): string => hashOf(bodyOf(seq));

export const withEvents = (run: RecordedRun, ...events: HistoryEvent[]): RecordedRun => ({
  ...run,
  history: [...run.history, ...events],
});

/** Changes one message of every witness, and the revision of the conversation. */
export function stored(run: RecordedRun, seq: number, change: Partial<WitnessedMessage>, rev = changedRev): Witnesses {
  const changed = inEveryView(run, (all) => all.map((one) => (one.seq === seq ? { ...one, ...change } : one)));
  const withRev = (views: Witnesses['rows']) => views.map((view) => ({ ...view, rev }));
  return { ...changed, rows: withRev(changed.rows), views: withRev(changed.views) };
}

/** A message with one reaction. */
export const react = (user: string, rev: number): WitnessedState => ({ ...plain, rev, reactions: [`👍 ${user}`] });
