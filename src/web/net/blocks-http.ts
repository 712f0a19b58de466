/** The routes of the blocked users. */
import type { BlocksApi } from '../model/own-blocks.ts';
import { act, fetchObject } from './http-call.ts';
import { listOf, objectOf } from './shape.ts';
import { isUser } from './wire-shapes.ts';

const isUserList = objectOf({ users: listOf(isUser) });
const path = (username: string) => `/api/blocks/${encodeURIComponent(username)}`;

export const blocksHttp: BlocksApi = {
  blocks: async () => (await fetchObject(isUserList, 'GET', '/api/blocks')).users,
  block: (username) => act('PUT', path(username)),
  unblock: (username) => act('DELETE', path(username)),
};
