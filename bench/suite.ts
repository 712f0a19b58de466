/** What a suite is: a name to choose it by, and figures that it measures on the stage. */
import type { Figure } from './figure.ts';
import type { Stage } from './stage.ts';

export interface Suite {
  name: string;
  title: string;
  /** @param say - shows what is being measured. */
  run(stage: Stage, say: (text: string) => void): Promise<Figure[]>;
}

/** Does the work once for each repetition; answers what each gave. */
export async function repeat<T>(times: number, work: (repetition: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let repetition = 1; repetition <= times; repetition += 1) results.push(await work(repetition));
  return results;
}
