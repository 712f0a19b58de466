/** The passwords that are tried first: the list that zxcvbn-ts keeps, of some 49,000. */
import { dictionary } from '@zxcvbn-ts/language-common';

const common = new Set<string>(dictionary['passwords-common']);

/** Tells whether a password is on the list, whatever its case. */
export function isCommonPassword(password: string): boolean {
  return common.has(password.toLowerCase());
}
