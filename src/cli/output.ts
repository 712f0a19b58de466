/** Prints the results and the errors of commands. */

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints to standard error and ends the process with code 1 when it is done. */
export function printError(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
