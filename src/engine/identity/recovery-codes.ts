/** Recovery codes of an account. */
import { factorLimits } from '../../protocol/limits.ts';
import { newReadableCode } from './readable-codes.ts';

const length = 24;

/** Codes of 120 random bits each, in groups of six. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: factorLimits.recoveryCodes }, () => newReadableCode(length).replace(/.{6}(?=.)/g, '$&-'));
}
