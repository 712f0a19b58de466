/** Tells what is wrong with a typed name, password or code, by the rules of the server; an empty text when nothing is. */
import { type DisplayNameFault, displayNameFault } from '../../../protocol/display-names.ts';
import { limits } from '../../../protocol/limits.ts';
import { codePoints } from '../../../protocol/text-length.ts';
import { isUsername } from '../../../protocol/usernames.ts';
import { texts } from '../../texts/texts.ts';

const { usernameMinLength, usernameMaxLength, passwordMinLength, passwordMaxLength, displayNameMaxLength } = limits;

export const usernameRule = () => texts.fields.usernameRule({ min: usernameMinLength, max: usernameMaxLength });

export function newUsernameFault(typed: string): string {
  const username = typed.trim();
  if (username === '') return texts.fields.usernameMissing();
  return isUsername(username) ? '' : usernameRule();
}

/** The server may still find it too easy to guess. */
export function newPasswordFault(typed: string): string {
  const length = codePoints(typed.normalize('NFC'));
  if (length === 0) return texts.fields.passwordMissing();
  if (length < passwordMinLength) return texts.fields.tooShort({ min: passwordMinLength });
  return length > passwordMaxLength ? texts.fields.tooLong({ max: passwordMaxLength }) : '';
}

const displayNameTexts: Record<DisplayNameFault, () => string> = {
  empty: () => texts.fields.nameUnreadable(),
  long: () => texts.fields.tooLong({ max: displayNameMaxLength }),
  hidden: () => texts.fields.nameHidden(),
  at: () => texts.fields.nameWithAt(),
};

export function newDisplayNameFault(typed: string): string {
  const fault = displayNameFault(typed);
  return fault === null ? '' : displayNameTexts[fault]();
}

/** @param text - what to tell when nothing is typed. */
export function missingFault(typed: string, text: string): string {
  return typed.trim() === '' ? text : '';
}
