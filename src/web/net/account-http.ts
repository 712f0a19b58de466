/** Registering, logging in and out, and deleting the account, over HTTP. */
import type { PasskeyOptions } from '../../protocol/factor-shapes.ts';
import type { User } from '../../protocol/shapes.ts';
import type { AccountApi } from '../model/account.ts';
import { WireFailure } from '../model/wire-failure.ts';
import { call } from './http-call.ts';
import { answerPasskey } from './passkey-browser.ts';

interface Asked {
  options: PasskeyOptions;
}

export const accountHttp: AccountApi = {
  async me() {
    try {
      // A stranger's 401 stands in the browser's console: the cookie is not for scripts, so only the server can tell.
      return (await call<{ user: User }>('GET', '/api/me')).user;
    } catch (error) {
      if (error instanceof WireFailure && error.code === 'unauthorized') return null;
      throw error;
    }
  },
  register: async (body) => (await call<{ user: User }>('POST', '/api/register', body)).user,
  login: async (body) => (await call<{ user: User }>('POST', '/api/login', body)).user,
  passkeyLogin: async (asked) => {
    const response = await answerPasskey(asked ?? (await call<Asked>('POST', '/api/login/passkey/options')).options);
    return (await call<{ user: User }>('POST', '/api/login/passkey', { response })).user;
  },
  async logout() {
    try {
      await call('POST', '/api/logout');
    } catch (error) {
      // No session is what was asked for.
      if (!(error instanceof WireFailure && error.code === 'unauthorized')) throw error;
    }
  },
  remove: (body) => call<void>('DELETE', '/api/me', body),
};
