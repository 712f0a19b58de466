/** The routes of the account, whose code is loaded with the first call, except the one that every page needs. */
import type { AccountApi } from '../model/account.ts';
import type { RegistrationApi } from '../model/registration-access.ts';
import { fetchObject } from './http-call.ts';
import { lateApi } from './late-api.ts';
import { nullable, objectOf } from './shape.ts';
import { isUser } from './wire-shapes.ts';

const isSessionUser = objectOf({ user: nullable(isUser) });

export const lateAccountApi = lateApi<AccountApi & RegistrationApi>(
  async () => (await import('./account-http.ts')).accountHttp,
  { signedIn: async () => (await fetchObject(isSessionUser, 'GET', '/api/session')).user },
);
