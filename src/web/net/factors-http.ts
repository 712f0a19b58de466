/** The routes of the second factors. */
import type { FactorAdded, Factors, PasskeyAdded, PasskeyOptions, TotpSetup } from '../../protocol/factor-shapes.ts';
import type { FactorsApi } from '../model/own-factors.ts';
import { call } from './http-call.ts';
import { makePasskey } from './passkey-browser.ts';

export const factorsHttp: FactorsApi = {
  factors: () => call<Factors>('GET', '/api/me/factors'),
  beginTotp: (password) => call<TotpSetup>('POST', '/api/me/totp', { password }),
  confirmTotp: (code) => call<FactorAdded>('PUT', '/api/me/totp', { code }),
  endTotp: (password) => call<void>('DELETE', '/api/me/totp', { password }),
  newCodes: (password) => call<FactorAdded>('POST', '/api/me/recovery-codes', { password }),
  removePasskey: (id, password) => call<void>('DELETE', `/api/me/passkeys/${encodeURIComponent(id)}`, { password }),
  async addPasskey(name, password) {
    const { options } = await call<{ options: PasskeyOptions }>('POST', '/api/me/passkeys/options', { password });
    const response = await makePasskey(options);
    return call<PasskeyAdded>('POST', '/api/me/passkeys', { name, response });
  },
};
