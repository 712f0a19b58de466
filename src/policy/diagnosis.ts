/** A finding of `duologue doctor`: the fault, its consequence, and its remedy. */

export interface Diagnosis {
  /** `wrong` fails the check; `advice` does not. */
  level: 'wrong' | 'advice';
  /** A short name for programs, such as `database.read-only`. */
  name: string;
  what: string;
  why: string;
  remedy: string;
}

export const wrong = (name: string, what: string, why: string, remedy: string): Diagnosis => ({
  level: 'wrong',
  name,
  what,
  why,
  remedy,
});

export const advice = (name: string, what: string, why: string, remedy: string): Diagnosis => ({
  ...wrong(name, what, why, remedy),
  level: 'advice',
});

/** Clocks of servers may differ by this much, in milliseconds. */
const clockToleranceMs = 2_000;

/** @param theirs - the clock of the server between the two readings of the own clock. */
export function diagnoseClock(part: 'database' | 'redis', theirs: number, before: number, after: number): Diagnosis[] {
  const away = theirs < before ? before - theirs : theirs - after;
  if (away <= clockToleranceMs) return [];
  const what = `The clock of the ${part === 'redis' ? 'Redis' : 'database'} server differs by ${Math.round(away / 1_000)} s from this machine's.`;
  const why = 'Codes of authenticator apps are refused, and logs of several machines cannot be compared.';
  return [wrong(`${part}.clock`, what, why, 'Run a time service such as chrony on every machine.')];
}
