/** The list of accounts for administrators. */
import type { UserRecord } from './user-port.ts';

export interface AccountFilter {
  disabled: boolean;
  neverSeen: boolean;
  /** Last seen before this time, or never. */
  seenBefore: Date | null;
}

export interface ListedAccount extends UserRecord {
  createdAt: Date;
  disabledAt: Date | null;
}

export interface AccountListStore {
  /** A page of accounts by username, after `after`; without deleted ones. */
  list(filter: AccountFilter, page: { after: string; limit: number }): Promise<ListedAccount[]>;
}
