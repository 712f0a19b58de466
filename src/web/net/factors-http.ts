/** The routes of the second factors and of the export. */
import type { FactorAdded, Factors, PasskeyAdded, PasskeyItem, TotpSetup } from '../../protocol/factor-shapes.ts';
import type { ExportApi } from '../model/own-export.ts';
import type { FactorsApi } from '../model/own-factors.ts';
import { exportHttp } from './export-http.ts';
import { act, fetchObject } from './http-call.ts';
import { isOptionsAnswer, makePasskey } from './passkey-browser.ts';
import { isFlag, isNumber, isText, listOf, nullable, objectOf } from './shape.ts';

const isPasskey = objectOf<PasskeyItem>({
  id: isText,
  name: isText,
  createdAt: isText,
  lastUsedAt: nullable(isText),
});
const isFactors = objectOf<Factors>({ totp: isFlag, passkeys: listOf(isPasskey), recoveryCodes: isNumber });
const isSetup = objectOf<TotpSetup>({ secret: isText, uri: isText });
const recoveryCodes = nullable(listOf(isText));
const isAdded = objectOf<FactorAdded>({ recoveryCodes });
const isPasskeyAdded = objectOf<PasskeyAdded>({ passkey: isPasskey, recoveryCodes });

/** With the export, so that the first script names one file less. */
export const factorsHttp: FactorsApi & ExportApi = {
  ...exportHttp,
  factors: () => fetchObject(isFactors, 'GET', '/api/me/factors'),
  beginTotp: (password) => fetchObject(isSetup, 'POST', '/api/me/totp', { password }),
  confirmTotp: (code) => fetchObject(isAdded, 'PUT', '/api/me/totp', { code }),
  endTotp: (password) => act('DELETE', '/api/me/totp', { password }),
  newCodes: (password) => fetchObject(isAdded, 'POST', '/api/me/recovery-codes', { password }),
  removePasskey: (id, password) => act('DELETE', `/api/me/passkeys/${encodeURIComponent(id)}`, { password }),
  async addPasskey(name, password) {
    const { options } = await fetchObject(isOptionsAnswer, 'POST', '/api/me/passkeys/options', { password });
    const response = await makePasskey(options);
    return fetchObject(isPasskeyAdded, 'POST', '/api/me/passkeys', { name, response });
  },
};
