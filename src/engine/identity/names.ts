/** The rule of new usernames, and the forms of display names for storage and search. */

import { limits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { foldUsername, isUsername } from '../../protocol/usernames.ts';
import type { DisplayName } from '../ports/user-port.ts';

/** The username of a new account. @throws Refusal `invalid_username` */
export function newUsername(input: string): string {
  if (isUsername(input)) return foldUsername(input);
  throw new Refusal(
    'invalid_username',
    `A username has ${limits.usernameMinLength} to ${limits.usernameMaxLength} of the characters a-z, 0-9, "_", "." and "-", and starts with a letter or digit.`,
  );
}

/** The form in which search compares names: it ignores case and compatibility forms. */
export function foldName(name: string): string {
  return [...name.normalize('NFKC').toLowerCase()].slice(0, limits.displayNameMaxLength).join('');
}

/** Trims a line. A run of white space becomes one space, because a long run would push the text beside it out of sight. */
export const cleanLine = (input: string): string => input.trim().replace(/\s{2,}/gu, ' ');

/** A display name as it is stored: as a clean line, with its folded form. */
export function toDisplayName(input: string): DisplayName {
  const displayName = cleanLine(input);
  return { displayName, nameKey: foldName(displayName) };
}
