/** The routes that register, log in, log out and delete the account. The first view needs none of them. */
import type { RegistrationMode } from '../../protocol/routes.ts';
import type { AccountApi } from '../model/account.ts';
import type { RegistrationApi } from '../model/registration-access.ts';
import { WireFailure } from '../model/wire-failure.ts';
import { act, fetchObject } from './http-call.ts';
import { objectOf, oneOf } from './shape.ts';
import { isUserAnswer } from './wire-shapes.ts';

const isRegistration = objectOf<{ mode: RegistrationMode }>({ mode: oneOf('open', 'closed', 'invite') });

export const accountHttp: Omit<AccountApi, 'signedIn'> & RegistrationApi = {
  registration: async () => (await fetchObject(isRegistration, 'GET', '/api/registration')).mode,
  register: async (body) => (await fetchObject(isUserAnswer, 'POST', '/api/register', body)).user,
  login: async (body) => (await fetchObject(isUserAnswer, 'POST', '/api/login', body)).user,
  passkeyLogin: async (options) => {
    const { answerPasskey, isOptionsAnswer } = await import('./passkey-browser.ts');
    const asked = options ?? (await fetchObject(isOptionsAnswer, 'POST', '/api/login/passkey/options')).options;
    const response = await answerPasskey(asked);
    return (await fetchObject(isUserAnswer, 'POST', '/api/login/passkey', { response })).user;
  },
  async logout() {
    try {
      await act('POST', '/api/logout');
    } catch (error) {
      // Without a session, the user is logged out already.
      if (!(error instanceof WireFailure && error.code === 'unauthorized')) throw error;
    }
  },
  remove: (body) => act('DELETE', '/api/me', body),
};
