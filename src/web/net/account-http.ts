/** The routes that register, log in, log out and delete the account. */
import type { PasskeyOptions } from '../../protocol/factor-shapes.ts';
import type { RegistrationMode } from '../../protocol/routes.ts';
import type { User } from '../../protocol/shapes.ts';
import type { AccountApi } from '../model/account.ts';
import type { RegistrationApi } from '../model/registration-access.ts';
import { WireFailure } from '../model/wire-failure.ts';
import { call } from './http-call.ts';
import { answerPasskey } from './passkey-browser.ts';

interface OptionsAnswer {
  options: PasskeyOptions;
}

export const accountHttp: AccountApi & RegistrationApi = {
  registration: async () => (await call<{ mode: RegistrationMode }>('GET', '/api/registration')).mode,
  async me() {
    try {
      // Without a session, the browser's console shows a 401. Scripts cannot read the cookie, so only the server can tell.
      return (await call<{ user: User }>('GET', '/api/me')).user;
    } catch (error) {
      if (error instanceof WireFailure && error.code === 'unauthorized') return null;
      throw error;
    }
  },
  register: async (body) => (await call<{ user: User }>('POST', '/api/register', body)).user,
  login: async (body) => (await call<{ user: User }>('POST', '/api/login', body)).user,
  passkeyLogin: async (options) => {
    const response = await answerPasskey(
      options ?? (await call<OptionsAnswer>('POST', '/api/login/passkey/options')).options,
    );
    return (await call<{ user: User }>('POST', '/api/login/passkey', { response })).user;
  },
  async logout() {
    try {
      await call('POST', '/api/logout');
    } catch (error) {
      // Without a session, the user is logged out already.
      if (!(error instanceof WireFailure && error.code === 'unauthorized')) throw error;
    }
  },
  remove: (body) => call<void>('DELETE', '/api/me', body),
};
