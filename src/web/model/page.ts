/** The model of the whole page, which the composition hands to the views. */
import type { ReadonlySignal } from '@preact/signals';
import type { Account } from './account.ts';
import type { RegistrationApi } from './registration-access.ts';
import type { UserSession } from './user-session.ts';

export interface Page {
  readonly account: Account;
  readonly registration: RegistrationApi;
  /** Null while no user is signed in. */
  readonly session: ReadonlySignal<UserSession | null>;
  /** True when the server has a newer build of the page. */
  readonly isOutdated: ReadonlySignal<boolean>;
}
