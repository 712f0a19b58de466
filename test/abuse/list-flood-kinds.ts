/** Starts floods of reads that could grow with the database: searches, lists of unread and of long messages. */
import type { TestUser } from '../support/client.ts';
import type { Flood, FloodTarget } from './flood.ts';
import { addAccounts, addConversations, longestBody } from './flood-rows.ts';
import { requestFlood } from './request-flood.ts';
import { registerElsewhere } from './rightful-users.ts';

/** One account reads these paths in turn, 100 times a second: more than its rate limit. */
function reads(user: TestUser, paths: readonly string[]): Flood {
  return requestFlood(10, 1, async (index) => {
    const path = paths[index % paths.length] as string;
    const answer = await fetch(user.url + path, { headers: { cookie: user.cookie } });
    return { status: answer.status, bytes: (await answer.arrayBuffer()).byteLength };
  });
}

/** Searches that find all of 100,000 accounts, none, and those between. */
export async function searchFlood({ url, dataDir, scale }: FloodTarget): Promise<Flood> {
  const user = await registerElsewhere(url);
  addAccounts(dataDir, 100_000 * scale);
  const queries = ['', 's', 'stranger', 'member', 'member 9', 'zzz', 'm'];
  return reads(
    user,
    queries.map((query) => `/api/users?limit=100&query=${encodeURIComponent(query)}`),
  );
}

/** The list of 100 conversations with 300,000 unread messages. */
export async function unreadListFlood({ url, dataDir, scale }: FloodTarget): Promise<Flood> {
  const user = await registerElsewhere(url);
  const { username } = user;
  addConversations(dataDir, { username, strangers: 100, messages: 3_000 * scale, body: 'unread' });
  return reads(user, ['/api/conversations?limit=100', '/api/conversations?limit=100&preview=true']);
}

/** The list of 100 conversations, each with messages of 24 kB as JSON, and pages of one of them. */
export async function longListFlood({ url, dataDir, scale }: FloodTarget): Promise<Flood> {
  const user = await registerElsewhere(url);
  const { username } = user;
  const rows = { username, strangers: 100, messages: Math.ceil(20 * scale), body: longestBody };
  const peer = addConversations(dataDir, rows);
  return reads(user, [
    '/api/conversations?limit=100',
    '/api/conversations?limit=100&preview=true',
    `/api/conversations/${peer}/messages?limit=100`,
  ]);
}
