/** The stores and checks that the rules of second factors need. */
import type { FactorStores } from './engine-stores.ts';
import type { TotpCodes } from './totp-port.ts';
import type { Webauthn } from './webauthn-port.ts';

export interface FactorParts extends FactorStores {
  totpCodes: TotpCodes;
  webauthn: Webauthn;
}
