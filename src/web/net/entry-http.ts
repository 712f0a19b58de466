/** The routes by which a visitor registers and logs in. */
import type { RegistrationMode } from '../../protocol/routes.ts';
import type { AccountApi } from '../model/account.ts';
import type { RegistrationApi } from '../model/registration-access.ts';
import { fetchObject } from './http-call.ts';
import { objectOf, oneOf } from './shape.ts';
import { isUserAnswer } from './wire-shapes.ts';

export type EntryApi = Pick<AccountApi, 'register' | 'login' | 'passkeyLogin'> & RegistrationApi;

const isRegistration = objectOf<{ mode: RegistrationMode }>({ mode: oneOf('open', 'closed', 'invite') });

export const entryHttp: EntryApi = {
  registration: async () => (await fetchObject(isRegistration, 'GET', '/api/registration')).mode,
  register: async (body) => (await fetchObject(isUserAnswer, 'POST', '/api/register', body)).user,
  login: async (body) => (await fetchObject(isUserAnswer, 'POST', '/api/login', body)).user,
  passkeyLogin: async (options) => {
    const { answerPasskey, isOptionsAnswer } = await import('./passkey-browser.ts');
    const asked = options ?? (await fetchObject(isOptionsAnswer, 'POST', '/api/login/passkey/options')).options;
    const response = await answerPasskey(asked);
    return (await fetchObject(isUserAnswer, 'POST', '/api/login/passkey', { response })).user;
  },
};
