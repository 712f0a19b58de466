/** Stops the parts of a node one after another, each within its time. */
import { withDeadline } from './policy/deadlines.ts';

export interface StopStep {
  part: string;
  /** In milliseconds. */
  withinMs: number;
  stop(): Promise<unknown>;
}

/**
 * A part that is late or fails does not keep the next one from stopping.
 * @param onFault - called with the part and the reason, for the log.
 */
export async function stopInOrder(
  steps: readonly StopStep[],
  onFault: (part: string, reason: Error) => void,
): Promise<void> {
  for (const { part, withinMs, stop } of steps) {
    await withDeadline(stop(), withinMs).catch((error: Error) => onFault(part, error));
  }
}
