/** What a fuzz run did and found. */

export type Family = 'http' | 'events' | 'frames';

/** One is enough to look at; a broken door would give thousands. */
const faultsMax = 20;

export class FuzzTally {
  readonly inputs: Record<Family, number> = { http: 0, events: 0, frames: 0 };
  /** By route or event: how often each outcome came. */
  readonly outcomes = new Map<string, Map<string, number>>();
  readonly faults: string[] = [];

  count(family: Family, door: string, outcome: string): void {
    this.inputs[family] += 1;
    const counts = this.outcomes.get(door) ?? new Map<string, number>();
    this.outcomes.set(door, counts.set(outcome, (counts.get(outcome) ?? 0) + 1));
  }

  fault(door: string, what: string, input: string): void {
    if (this.faults.length < faultsMax) this.faults.push(`${door}: ${what}: ${input.slice(0, 600)}`);
  }

  of(door: string, outcome: string): number {
    return this.outcomes.get(door)?.get(outcome) ?? 0;
  }

  get total(): number {
    return this.inputs.http + this.inputs.events + this.inputs.frames;
  }
}
