/** The store of the statuses of users. */
import type { UserId } from './identifiers.ts';

/** Stands for a do-not-disturb without an end. */
export const noEnd = new Date('9999-12-31T23:59:59.999Z');

export interface NewStatus {
  /** As `people/stored-status.ts` prints it; null for none. */
  status: string | null;
  /** Null while the user is notified. */
  doNotDisturbUntil: Date | null;
}

export interface StatusStore {
  /** Answers whether the status is another one than before; null when the account has been deleted. */
  replace(userId: UserId, next: NewStatus): Promise<boolean | null>;
}
