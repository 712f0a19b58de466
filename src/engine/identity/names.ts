/** The rules of usernames and display names, and their folded forms for look-up and search. */

import { limits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { DisplayName } from '../ports/user-port.ts';

const usernamePattern = new RegExp(
  `^[a-z0-9][a-z0-9_.-]{${limits.usernameMinLength - 1},${limits.usernameMaxLength - 1}}$`,
);

/** The form in which a username is stored and looked up. Only A-Z fold: any other letter is refused, not mapped. */
export function foldUsername(input: string): string {
  return input.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The username of a new account. @throws Refusal `invalid_username` */
export function newUsername(input: string): string {
  const username = foldUsername(input);
  if (usernamePattern.test(username)) return username;
  throw new Refusal(
    'invalid_username',
    `A username has ${limits.usernameMinLength} to ${limits.usernameMaxLength} of the characters a-z, 0-9, "_", "." and "-", and starts with a letter or digit.`,
  );
}

/** The form in which search compares names: it ignores case and compatibility forms. */
export function foldName(name: string): string {
  return [...name.normalize('NFKC').toLowerCase()].slice(0, limits.displayNameMaxLength).join('');
}

/**
 * A display name as it is stored: trimmed, with its folded form. A run of white space becomes one space, because a long
 * run would push the username beside it out of sight.
 */
export function toDisplayName(input: string): DisplayName {
  const displayName = input.trim().replace(/\s{2,}/gu, ' ');
  return { displayName, nameKey: foldName(displayName) };
}
