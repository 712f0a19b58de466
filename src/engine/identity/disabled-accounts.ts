/** Refuses a login to a disabled account, after the caller has proved to be its owner. */
import { Refusal } from '../../protocol/refusals.ts';
import type { AccountState } from '../ports/credential-port.ts';

/** Strangers must not learn that an account is disabled. @throws Refusal `forbidden` */
export function refuseDisabled({ isDisabled }: Pick<AccountState, 'isDisabled'>): void {
  if (isDisabled) throw new Refusal('forbidden', 'This account is disabled. Ask your administrator.');
}
