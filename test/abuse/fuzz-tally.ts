/** Counts the inputs and outcomes of a fuzz run and records its faults. */

export type Family = 'http' | 'events' | 'frames';

/** A broken operation causes thousands of faults; the first few suffice. */
const faultsMax = 20;

export class FuzzTally {
  readonly inputs: Record<Family, number> = { http: 0, events: 0, frames: 0 };
  /** Counts of each outcome by route or event. */
  readonly outcomes = new Map<string, Map<string, number>>();
  readonly faults: string[] = [];

  count(family: Family, operation: string, outcome: string): void {
    this.inputs[family] += 1;
    const counts = this.outcomes.get(operation) ?? new Map<string, number>();
    this.outcomes.set(operation, counts.set(outcome, (counts.get(outcome) ?? 0) + 1));
  }

  fault(operation: string, what: string, input: string): void {
    if (this.faults.length < faultsMax) this.faults.push(`${operation}: ${what}: ${input.slice(0, 600)}`);
  }

  of(operation: string, outcome: string): number {
    return this.outcomes.get(operation)?.get(outcome) ?? 0;
  }

  get total(): number {
    return this.inputs.http + this.inputs.events + this.inputs.frames;
  }
}
