/** The routes of the profile, the password and the sessions. */
import type { Session, User } from '../../protocol/shapes.ts';
import type { SessionsApi } from '../model/devices.ts';
import type { PasswordApi } from '../model/password-form.ts';
import type { ProfileApi } from '../model/profile-form.ts';
import { call } from './http-call.ts';

export const settingsHttp: ProfileApi & PasswordApi & SessionsApi = {
  rename: async (body) => (await call<{ user: User }>('PATCH', '/api/me', body)).user,
  changePassword: (body) => call<void>('POST', '/api/me/password', body),
  sessions: async () => (await call<{ sessions: Session[] }>('GET', '/api/sessions')).sessions,
  endSession: (id) => call<void>('DELETE', `/api/sessions/${encodeURIComponent(id)}`),
  endOtherSessions: () => call<void>('DELETE', '/api/sessions'),
};
