/** The rule of usernames, and the form in which they are stored and looked up. */
import { limits } from './limits.ts';

const pattern = new RegExp(`^[a-z0-9][a-z0-9_.-]{${limits.usernameMinLength - 1},${limits.usernameMaxLength - 1}}$`);

/** Only A-Z fold: any other letter is refused, not mapped. */
export function foldUsername(input: string): string {
  return input.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export function isUsername(input: string): boolean {
  return pattern.test(foldUsername(input));
}
