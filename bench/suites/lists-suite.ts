/** Measures lists that grow with the organisation: a user's conversations and the directory. */
import { atMost, compare } from '../figure.ts';
import { pageTime } from '../page-times.ts';
import {
  type SeededUser,
  type SignedInUser,
  seedConversations,
  seededId,
  seedMessages,
  seedUsers,
} from '../seeded-rows.ts';
import { type Deployment, type Stage, using } from '../stage.ts';
import { repeat, type Suite } from '../suite.ts';

const few = 100;
const conversationPage = 20;
const directoryPage = 50;

export const listsSuite: Suite = {
  name: 'lists',
  title: 'first page of many conversations; directory page by prefix among many users',
  async run(stage, say) {
    const { conversations, directoryUsers, repetitions } = stage.plan;
    return using([await stage.cluster()] as const, async ([cluster]) => {
      const [busy, calm] = cluster.users as readonly [SignedInUser, SignedInUser];
      const first = await seedUsers(cluster.database, 'd', few);
      say(`directory of ${few} users`);
      const small = await repeat(repetitions, () => directoryTime(stage, cluster, few));
      const peers = first.concat(await seedMore(cluster, directoryUsers, say));
      say(`${conversations.toLocaleString('en')} conversations`);
      await converse(cluster, busy, peers.slice(0, conversations), 'b');
      await converse(cluster, calm, peers.slice(0, few), 'c');
      const rounds = await repeat(repetitions, async (repetition) => {
        say(`pages, repetition ${repetition}`);
        return {
          few: await conversationsTime(stage, cluster, calm),
          many: await conversationsTime(stage, cluster, busy),
          large: await directoryTime(stage, cluster, directoryUsers),
        };
      });
      return [
        compare({
          what: `first page of ${conversationPage} of ${conversations.toLocaleString('en')} conversations, p50`,
          unit: 'ms',
          ours: rounds.map((round) => round.many),
          reference: rounds.map((round) => round.few),
          against: `of ${few}`,
          goal: atMost(2),
        }),
        compare({
          what: `directory page of ${directoryPage} by prefix among ${directoryUsers.toLocaleString('en')} users, p50`,
          unit: 'ms',
          ours: rounds.map((round) => round.large),
          reference: small,
          against: `among ${few}`,
          goal: atMost(2),
        }),
      ];
    });
  },
};

/** Seeds more users with similar names, so that one prefix finds a full page. */
function seedMore({ database }: Deployment, count: number, say: (text: string) => void): Promise<SeededUser[]> {
  return seedUsers(database, 'e', count, (made) => {
    if (made % 50_000 === 0) say(`${made.toLocaleString('en')} of ${count.toLocaleString('en')} users`);
  });
}

/** Seeds a conversation of one message with each peer. */
async function converse(
  { database }: Deployment,
  user: SeededUser,
  peers: readonly SeededUser[],
  kind: string,
): Promise<void> {
  const conversations = peers.map((peer, index) => {
    const [low, high] = user.id < peer.id ? [user, peer] : [peer, user];
    return { id: seededId(kind, index), low, high, messages: 1 };
  });
  await seedConversations(database, conversations);
  await seedMessages(database, conversations);
}

function conversationsTime({ plan }: Stage, cluster: Deployment, visitor: SignedInUser): Promise<number> {
  return pageTime(cluster, plan.pages, {
    visitor,
    event: 'conversations',
    payload: () => ({ limit: conversationPage }),
    entriesOf: ({ conversations }: { conversations: unknown[] }) => conversations.length,
    entries: conversationPage,
  });
}

/** Uses another prefix each time; each matches at least a page of names. */
function directoryTime({ plan }: Stage, cluster: Deployment, users: number): Promise<number> {
  const kind = users > few ? 'e' : 'd';
  const prefix = (turn: number) => {
    const first = (turn * directoryPage * 2) % Math.max(1, users - directoryPage * 2);
    return users > few ? seededId('', first).slice(0, -2) : '';
  };
  const [visitor] = cluster.users as readonly [SignedInUser];
  return pageTime(cluster, plan.pages, {
    visitor,
    event: 'listUsers',
    payload: (turn) => ({ query: `${kind}-${prefix(turn).slice(1)}`, limit: directoryPage }),
    entriesOf: ({ users: found }: { users: unknown[] }) => found.length,
    entries: directoryPage,
  });
}
