/** Defines a benchmark suite: a name, a title and a function that measures figures on the stage. */
import type { Figure } from './figure.ts';
import type { Stage } from './stage.ts';

export interface Suite {
  name: string;
  title: string;
  /** @param say - reports the current step. */
  run(stage: Stage, say: (text: string) => void): Promise<Figure[]>;
}

/** Runs the work once per repetition and returns all results. */
export async function repeat<T>(times: number, work: (repetition: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let repetition = 1; repetition <= times; repetition += 1) results.push(await work(repetition));
  return results;
}
