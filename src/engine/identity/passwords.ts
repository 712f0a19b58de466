/** The rules of passwords: how one is normalised, and which are too weak to set. */

import { limits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { codePoints } from '../../protocol/values.ts';
import type { UserRecord } from '../ports/user-port.ts';

/** Passwords are compared in NFC, so that one typed on another keyboard is the same; never trimmed or folded. */
export function normalisePassword(input: string): string {
  return input.normalize('NFC');
}

/** How many characters a password must have beside the words that are guessed first for this person: more than a year. */
const ownCharactersMin = 5;

/** Shorter parts of a name stand by chance in many a good password. */
const wordMinLength = 3;

/** What else is guessed first wherever Duologue runs. */
const productWords = ['duologue'];

type Owner = Pick<UserRecord, 'username' | 'displayName'>;

/** The password somebody sets. @throws Refusal `weak_password` */
export function newPassword(input: string, owner: Owner, isCommon: (password: string) => boolean): string {
  const password = normalisePassword(input);
  const length = codePoints(password);
  if (length < limits.passwordMinLength) throw weak(`has fewer than ${limits.passwordMinLength} characters`);
  if (length > limits.passwordMaxLength) throw weak(`has more than ${limits.passwordMaxLength} characters`);
  if (isCommon(password)) throw weak('is among those tried first');
  if (ownCharacters(password, owner) < ownCharactersMin) throw weak('says little more than a name that belongs to you');
  return password;
}

/** How much is left of a password without the words of its owner's names and of ours, whatever their case and form. */
function ownCharacters(password: string, { username, displayName }: Owner): number {
  const names = [username, displayName, ...productWords].map(fold);
  const words = [...names, ...names.flatMap((name) => name.split(/[^\p{L}\p{N}]/u))];
  const longestFirst = words.filter((word) => codePoints(word) >= wordMinLength).sort((a, b) => b.length - a.length);
  return codePoints(longestFirst.reduce((rest, word) => rest.replaceAll(word, ''), fold(password)));
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase();

function weak(why: string): Refusal {
  return new Refusal('weak_password', `This password ${why}. Choose another one.`);
}
