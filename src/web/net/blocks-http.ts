/** The routes of the blocked users. */
import type { User } from '../../protocol/shapes.ts';
import type { BlocksApi } from '../model/own-blocks.ts';
import { call } from './http-call.ts';

const path = (username: string) => `/api/blocks/${encodeURIComponent(username)}`;

export const blocksHttp: BlocksApi = {
  blocks: async () => (await call<{ users: User[] }>('GET', '/api/blocks')).users,
  block: (username) => call<void>('PUT', path(username)),
  unblock: (username) => call<void>('DELETE', path(username)),
};
