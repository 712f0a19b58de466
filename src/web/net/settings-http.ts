/** What the settings page asks of the server over HTTP. */
import type { PasswordBody, RenameBody } from '../../protocol/routes.ts';
import type { Session, User } from '../../protocol/shapes.ts';
import type { SessionsApi } from '../model/devices.ts';
import { call } from './http-call.ts';

export const settingsHttp = {
  rename: async (body: RenameBody) => (await call<{ user: User }>('PATCH', '/api/me', body)).user,
  changePassword: (body: PasswordBody) => call<void>('POST', '/api/me/password', body),
  sessions: async () => (await call<{ sessions: Session[] }>('GET', '/api/sessions')).sessions,
  endSession: (id) => call<void>('DELETE', `/api/sessions/${encodeURIComponent(id)}`),
  endOtherSessions: () => call<void>('DELETE', '/api/sessions'),
} satisfies SessionsApi & Record<string, unknown>;
