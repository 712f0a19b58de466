/** The status of a user in its stored form: JSON, so that the row of the user and the profile a block freezes hold it as one value. */
import type { UserStatus } from '../../protocol/shapes.ts';

/** Null for a status without text and emoji. */
export function printStatus({ text, emoji, until }: UserStatus): string | null {
  return text === '' && emoji === null ? null : JSON.stringify({ text, emoji, until });
}

/** Null for none, for one that has ended, and for a value that no server has stored. */
export function standingStatus(stored: string | null, now = Date.now()): UserStatus | null {
  const status = stored === null ? null : readStatus(stored);
  return status && isStanding(status.until, now) ? status : null;
}

/** @param until - null for no end. */
export const isStanding = (until: string | null, now = Date.now()): boolean =>
  until === null || new Date(until).getTime() > now;

/** Null for a value that no server has stored. */
export function readStatus(stored: string): UserStatus | null {
  try {
    const { text, emoji, until } = JSON.parse(stored) as Partial<UserStatus>;
    if (typeof text !== 'string' || !isTextOrNull(emoji) || !isTextOrNull(until)) return null;
    return Number.isNaN(new Date(until ?? 0).getTime()) ? null : { text, emoji, until };
  } catch {
    return null;
  }
}

const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string';
