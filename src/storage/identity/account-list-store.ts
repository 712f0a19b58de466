/** Lists accounts for administrators. */
import type { AccountListStore } from '../../engine/ports/account-list-port.ts';
import type { Database } from '../database/database.ts';

const select = {
  id: true,
  username: true,
  displayName: true,
  lastSeenAt: true,
  avatarId: true,
  status: true,
  createdAt: true,
  disabledAt: true,
} as const;

export function createAccountListStore({ client }: Database): AccountListStore {
  return {
    list: ({ disabled, neverSeen, seenBefore }, { after, limit }) =>
      client.user.findMany({
        where: {
          deletedAt: null,
          username: { gt: after },
          ...(disabled ? { disabledAt: { not: null } } : {}),
          ...(neverSeen ? { lastSeenAt: null } : {}),
          ...(seenBefore ? { OR: [{ lastSeenAt: null }, { lastSeenAt: { lt: seenBefore } }] } : {}),
        },
        orderBy: { username: 'asc' },
        take: limit,
        select,
      }),
  };
}
