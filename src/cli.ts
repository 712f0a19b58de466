#!/usr/bin/env node
/** Runs the command line: reads the arguments, prints the output, sets the exit code. */
import { runCommandLine } from './cli/command-line.ts';
import { printError } from './cli/output.ts';
import { ConfigError } from './config.ts';

try {
  await runCommandLine(process.argv.slice(2));
} catch (error) {
  if (error instanceof ConfigError) printError(error.message);
  else printError(`Failed: ${(error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1)}`);
}
