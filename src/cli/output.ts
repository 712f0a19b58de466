/** Prints the results and the errors of commands, as text or as one line of JSON. */
import { type ExitReason, exitCodes, OperatorError } from '../policy/exit-codes.ts';
import { Refusal } from '../protocol/refusals.ts';
import type { Result } from './command.ts';

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printResult({ text, json, failed = false }: Result, asJson: boolean): void {
  print(asJson ? JSON.stringify(json) : text);
  if (failed) process.exitCode = exitCodes.failed;
}

/** Replaces the line of progress on a terminal; an empty text ends it. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${text}`);
}

/** Prints to standard error and sets the exit code that fits the error. */
export function printError(error: unknown, asJson: boolean): void {
  const { code, message, reason } = describe(error);
  const exitCode = exitCodes[reason];
  process.stderr.write(`${asJson ? JSON.stringify({ error: { code, message }, exitCode }) : message}\n`);
  process.exitCode = exitCode;
}

export function printWarning(text: string, asJson: boolean): void {
  process.stderr.write(`${asJson ? JSON.stringify({ warning: text }) : `Warning: ${text}`}\n`);
}

/** The code by which programs know the error. */
export const codeOf = (error: unknown): string => describe(error).code;

interface ErrorDescription {
  code: string;
  message: string;
  reason: ExitReason;
}

function describe(error: unknown): ErrorDescription {
  if (error instanceof OperatorError) return { code: error.reason, message: error.message, reason: error.reason };
  if (error instanceof Refusal) {
    const reason = error.code === 'unavailable' ? 'unreachable' : 'failed';
    return { code: error.code, message: error.message, reason };
  }
  const text = error instanceof Error ? error.message : String(error);
  return { code: 'failed', message: `Failed: ${text.trim().split('\n').at(-1)}`, reason: 'failed' };
}
