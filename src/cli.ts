#!/usr/bin/env node
/** Runs the command line: reads the arguments, prints the output, sets the exit code. */
import { runCommandLine } from './cli/command-line.ts';

await runCommandLine(process.argv.slice(2));
