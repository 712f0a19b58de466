/** What the settings of second factors ask of the server. */
import type { FactorAdded, Factors, PasskeyAdded, PasskeyOptions, TotpBegun } from '../../protocol/factor-shapes.ts';
import { call } from './http-call.ts';
import { makePasskey } from './passkey-browser.ts';

export const factorsHttp = {
  all: () => call<Factors>('GET', '/api/me/factors'),
  beginTotp: (password: string) => call<TotpBegun>('POST', '/api/me/totp', { password }),
  confirmTotp: (code: string) => call<FactorAdded>('PUT', '/api/me/totp', { code }),
  endTotp: (password: string) => call<undefined>('DELETE', '/api/me/totp', { password }),
  newCodes: (password: string) => call<FactorAdded>('POST', '/api/me/recovery-codes', { password }),
  removePasskey: (id: string, password: string) =>
    call<undefined>('DELETE', `/api/me/passkeys/${encodeURIComponent(id)}`, { password }),
  async addPasskey(name: string, password: string) {
    const { options } = await call<{ options: PasskeyOptions }>('POST', '/api/me/passkeys/options', { password });
    const response = await makePasskey(options);
    return call<PasskeyAdded>('POST', '/api/me/passkeys', { name, response });
  },
};
