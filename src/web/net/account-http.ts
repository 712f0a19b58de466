/** The routes that register, log in, log out and delete the account. */
import type { AccountApi } from '../model/account.ts';
import type { RegistrationApi } from '../model/registration-access.ts';
import { WireFailure } from '../model/wire-failure.ts';
import { act, fetchObject } from './http-call.ts';
import { nullable, objectOf } from './shape.ts';
import { isUser } from './wire-shapes.ts';

const isSessionUser = objectOf({ user: nullable(isUser) });

/** The first view of a signed-in user needs none of it. The log-in page asks for the mode of registration, which loads it. */
const entry = async () => (await import('./entry-http.ts')).entryHttp;

export const accountHttp: AccountApi & RegistrationApi = {
  registration: async () => (await entry()).registration(),
  signedIn: async () => (await fetchObject(isSessionUser, 'GET', '/api/session')).user,
  register: async (body) => (await entry()).register(body),
  login: async (body) => (await entry()).login(body),
  passkeyLogin: async (options) => (await entry()).passkeyLogin(options),
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
