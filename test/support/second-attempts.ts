/** The tests that failed and passed when they were run again: each is told of, with the reason, so that none stays hidden. */

/** As much of Mocha's runner as is listened to; it says `retry` with the reason before it runs a test again. */
interface Runner {
  on(event: 'retry', listener: (test: Mocha.Test, reason: Error) => void): unknown;
  on(event: 'pass', listener: (test: Mocha.Test) => void): unknown;
}

/** @returns what there is to tell, by now: a line for each such test, and why it had failed; empty when there is none. */
export function watchSecondAttempts(runner: Runner): () => string {
  const reasons = new Map<string, string>();
  const passed: string[] = [];
  runner.on('retry', (test, { stack, message }) => reasons.set(test.fullTitle(), stack ?? message));
  runner.on('pass', (test) => {
    const reason = reasons.get(test.fullTitle());
    if (reason !== undefined) passed.push(`Passed only at the second attempt: ${test.fullTitle()}\n${reason}\n`);
  });
  return () => passed.join('\n');
}
