/** What the settings page asks of the server over HTTP. */
import type { RenameBody } from '../../protocol/routes.ts';
import type { User } from '../../protocol/shapes.ts';
import { call } from './http-call.ts';

export const settingsHttp = {
  rename: async (body: RenameBody) => (await call<{ user: User }>('PATCH', '/api/me', body)).user,
};
