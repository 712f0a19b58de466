/** Decides whose texts stay in the browser's storage, when several users share the browser. */
import { storedKeys, withStorage } from './browser-storage.ts';
import { endingKey } from './text-storage.ts';

const ownerPattern = /^duologue\.(?:unsent|draft|known)\.([^/]+)\//;
const keptPrefix = 'duologue.kept.';
/** The emoji picker of the view keeps the recent emoji here, until the session ends. */
const emojiPrefix = 'duologue.emoji/';
/** The texts of a user whose session another log-in has replaced stay this long. */
const keptMs = 7 * 24 * 3_600_000;

/**
 * Removes the texts of a user whose session has ended. A log-in of another user in the same browser replaces a session
 * without ending it: such texts are marked, and wait for their author.
 * @param username - of the signed-in user; null when nobody is signed in.
 */
export function keepTextsOf(username: string | null): void {
  if (username === null) storedKeys(emojiPrefix).forEach(remove);
  // The other tabs keep what they show: they may not have heard yet that the session has ended.
  if (username === null) withStorage((storage) => storage.setItem(endingKey, `${Date.now()}`));
  const ownerOf = (key: string) => ownerPattern.exec(key)?.[1];
  for (const key of storedKeys('duologue.')) {
    const owner = ownerOf(key);
    if (owner !== undefined && owner !== username && !waits(owner, username !== null)) remove(key);
  }
  remove(endingKey);
  const owners = new Set(storedKeys('duologue.').map(ownerOf));
  for (const mark of storedKeys(keptPrefix)) {
    const owner = mark.slice(keptPrefix.length);
    if (owner === username || !owners.has(owner)) remove(mark);
  }
}

/** @param isReplaced - whether another user is signed in. */
function waits(owner: string, isReplaced: boolean): boolean {
  const since = keptSince(owner);
  if (since > 0) return Date.now() - since < keptMs;
  if (isReplaced) withStorage((storage) => storage.setItem(keptPrefix + owner, `${Date.now()}`));
  return isReplaced;
}

function keptSince(owner: string): number {
  return Number(withStorage((storage) => storage.getItem(keptPrefix + owner)) ?? 0);
}

function remove(key: string): void {
  withStorage((storage) => storage.removeItem(key));
}
