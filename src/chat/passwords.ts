/** The rules of passwords: how one is normalised, and which are too weak to set. */
import { limits } from '../protocol/limits.ts';
import { Refusal } from '../protocol/refusals.ts';
import { codePoints } from '../protocol/values.ts';

/** Passwords are compared in NFC, so that one typed on another keyboard is the same; never trimmed or folded. */
export function normalisePassword(input: string): string {
  return input.normalize('NFC');
}

/** The password somebody sets. @throws Refusal `weak_password` */
export function newPassword(input: string, username: string, isCommon: (password: string) => boolean): string {
  const password = normalisePassword(input);
  const length = codePoints(password);
  if (length < limits.passwordMinLength) throw weak(`has fewer than ${limits.passwordMinLength} characters`);
  if (length > limits.passwordMaxLength) throw weak(`has more than ${limits.passwordMaxLength} characters`);
  if (isCommon(password)) throw weak('is among those tried first');
  if (password.toLowerCase() === username) throw weak('is the username');
  return password;
}

function weak(why: string): Refusal {
  return new Refusal('weak_password', `This password ${why}. Choose another one.`);
}
