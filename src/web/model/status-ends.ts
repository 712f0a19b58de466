/** Removes each status from the page when it ends. */
import { followEnds } from './timed-ends.ts';
import type { UserCache } from './user-cache.ts';

/** Returns the function that stops it. */
export const followStatusEnds = (users: UserCache): (() => void) =>
  followEnds({
    all: () => users.all,
    endOf: ({ status }) => Date.parse(status?.until ?? ''),
    end: (ended) => users.learn(ended.map(({ status: _, ...user }) => user)),
  });
