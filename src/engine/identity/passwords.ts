/** The rules of passwords: normalisation, and which passwords are too weak. */

import { limits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { codePoints } from '../../protocol/text-length.ts';
import type { UserRecord } from '../ports/user-port.ts';

/** Passwords are compared in NFC, so that two keyboards give the same one. They are never trimmed or folded. */
export function normalisePassword(input: string): string {
  return input.normalize('NFC');
}

/** Characters that a password needs beside the words of the owner's names: guessing them takes more than a year. */
const ownCharactersMin = 5;

/** Shorter parts of a name occur in many good passwords by chance. */
const wordMinLength = 3;

/** Words that an attacker tries for every user of Duologue. */
const productWords = ['duologue'];

type Owner = Pick<UserRecord, 'username' | 'displayName'>;

/** A password to be stored for its owner. @throws Refusal `weak_password` */
export function newPassword(input: string, owner: Owner, isCommon: (password: string) => boolean): string {
  const password = normalisePassword(input);
  const length = codePoints(password);
  if (length < limits.passwordMinLength) throw weak(`has fewer than ${limits.passwordMinLength} characters`);
  if (length > limits.passwordMaxLength) throw weak(`has more than ${limits.passwordMaxLength} characters`);
  if (isCommon(password)) throw weak('is too common');
  if (ownCharacters(password, owner) < ownCharactersMin) throw weak('contains little besides your own name');
  return password;
}

/** How many characters remain without the owner's names and the product's name, ignoring case and form. */
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
