/** Measures the search of one's messages in a large installation, the size of its index, and the cost of indexing. */
import { rebuildIndex } from '../../src/engine/search/index-rebuild.ts';
import { createSearchStore } from '../../src/storage/search/search-store.ts';
import { atLeast, atMost, compare, type Figure, figureOf } from '../figure.ts';
import { pageTime } from '../page-times.ts';
import { searchedText, topicOf, wordAt } from '../searched-text.ts';
import {
  type SeededConversation,
  type SeededUser,
  type SignedInUser,
  seedConversations,
  seededId,
  seedMessages,
  seedUsers,
} from '../seeded-rows.ts';
import { type Deployment, type Stage, using } from '../stage.ts';
import { repeat, type Suite } from '../suite.ts';
import { warmUp } from '../warm-up.ts';
import { saturate } from './saturation-suite.ts';

/** The busy user takes part in a tenth of all messages. */
const busyShare = 0.1;
const messagesPerConversation = 100;
const fewMessages = 100;
const page = 20;
const outstanding = 8;
/** In its first searches, some 1,500 of them, a node compiles its code. */
const warmRounds = 3;
/** The columns of a segment beside its filter, in bytes. */
const segmentBytes = 40;

type Shape = 'cluster' | 'embedded';
const goals = { cluster: 50, embedded: 80 } as const;

interface Searcher {
  user: SignedInUser;
  conversations: readonly SeededConversation[];
}

interface Searched {
  shape: Shape;
  deployment: Deployment;
  busy: Searcher;
  calm: Searcher;
}

export const searchSuite: Suite = {
  name: 'search',
  title: "search in one's messages among all, the size of the index, and messages per second beside indexing",
  run: async (stage, say) =>
    using([await stage.cluster(), await stage.embedded()] as const, async (deployments) => {
      const figures: Figure[] = [];
      for (const [index, shape] of (['cluster', 'embedded'] as const).entries()) {
        const searched = await seed(stage, shape, deployments[index] as Deployment, (text) => say(`${shape}, ${text}`));
        figures.push(...(await searchTimes(stage, searched, say)), await indexSize(searched));
        figures.push(await costOfIndexing(stage, searched, say));
      }
      return figures;
    }),
};

async function seed(
  { plan }: Stage,
  shape: Shape,
  deployment: Deployment,
  say: (text: string) => void,
): Promise<Searched> {
  const { database } = deployment;
  const total = plan.searchedMessages;
  const [busy, calm, peer] = deployment.users as readonly [SignedInUser, SignedInUser, SignedInUser];
  const own = Math.round((total * busyShare) / messagesPerConversation);
  const peers = await seedUsers(database, 's', own);
  const others = converse('o', pairsOf(peers), Math.round((total * (1 - busyShare)) / (own - 1)));
  const ofBusy = converse(
    'b',
    peers.map((one): Pair => [busy, one]),
    messagesPerConversation,
  );
  const ofCalm = converse('c', [[calm, peer]], fewMessages);
  const all = [...ofBusy, ...ofCalm, ...others];
  await seedConversations(database, all);
  const onProgress = (count: number) => {
    if (count % 50_000 === 0) say(`${count.toLocaleString('en')} of ${total.toLocaleString('en')} messages`);
  };
  await seedMessages(database, all, onProgress, searchedText());
  // As `duologue search rebuild` does, beside the node.
  await rebuildIndex(createSearchStore(database), {
    behindOnly: false,
    onProgress: (done) =>
      say(`${done.toLocaleString('en')} of ${all.length.toLocaleString('en')} conversations indexed`),
  });
  const searcher = (user: SignedInUser, conversations: SeededConversation[]) => ({ user, conversations });
  return { shape, deployment, busy: searcher(busy, ofBusy), calm: searcher(calm, ofCalm) };
}

/** The lower id first. */
type Pair = readonly [low: SeededUser, high: SeededUser];

const pairsOf = (users: readonly SeededUser[]): Pair[] =>
  users.slice(1).map((user, index): Pair => [users[index] as SeededUser, user]);

/** Their last messages are a minute apart. */
const converse = (kind: string, pairs: readonly Pair[], messages: number): SeededConversation[] =>
  pairs.map(([low, high], index) => {
    const lastMessageAt = new Date(Date.now() - index * 60_000);
    return { id: seededId(kind, index), low, high, messages, lastMessageAt };
  });

async function searchTimes(stage: Stage, searched: Searched, say: (text: string) => void): Promise<Figure[]> {
  const { shape, busy, calm } = searched;
  const round = async () => ({
    busy: await searchTime(stage, searched, busy),
    calm: await searchTime(stage, searched, calm),
  });
  say(`${shape}, searches, warm-up`);
  await repeat(warmRounds, round);
  const rounds = await repeat(stage.plan.repetitions, (repetition) => {
    say(`${shape}, searches, repetition ${repetition}`);
    return round();
  });
  const number = (count: number) => count.toLocaleString('en');
  const own = busy.conversations.length;
  const among = `among ${number(stage.plan.searchedMessages)} messages, p99`;
  return [
    figureOf(
      `${shape}: search in ${number(own)} conversations with ${number(own * messagesPerConversation)} messages ${among}`,
      'ms',
      rounds.map((round) => round.busy),
      atMost(goals[shape]),
    ),
    figureOf(
      `${shape}: search in one conversation with ${number(fewMessages)} messages ${among}`,
      'ms',
      rounds.map((round) => round.calm),
      atMost(5),
    ),
  ];
}

/** The p99 of searches for frequent words, two words, a word of some forty messages, and a word that one old message has. */
function searchTime({ plan }: Stage, { deployment }: Searched, { user, conversations }: Searcher): Promise<number> {
  const topic = (turn: number) => topicOf(conversations[(turn * 97) % conversations.length]?.id ?? '');
  const messages = conversations.reduce((sum, conversation) => sum + conversation.messages, 0);
  const seldom = (turn: number) => wordAt(Math.ceil(Math.min(messages, 600_000) / 40) + (turn % 5));
  const queries = [(turn: number) => wordAt(1 + (turn % 5)), () => `${wordAt(1)} ${wordAt(2)}`, seldom, topic];
  const request = {
    visitor: user,
    event: 'searchMessages',
    payload: (turn: number) => ({ query: queries[turn % queries.length]?.(turn), limit: page }),
    entriesOf: ({ hits }: { hits: unknown[] }) => Math.min(1, hits.length),
    entries: 1,
  };
  return pageTime(deployment, plan.pages, request, 0.99);
}

async function indexSize({ shape, deployment }: Searched): Promise<Figure> {
  const sum = (sql: string) =>
    deployment.database.client
      .$queryRawUnsafe<{ bytes: bigint | number }[]>(sql)
      .then(([row]) => Number(row?.bytes ?? Number.NaN));
  const index = await sum(`SELECT SUM(LENGTH(\`filter\`) + ${segmentBytes}) AS \`bytes\` FROM \`SearchSegment\``);
  const text = await sum('SELECT SUM(LENGTH(`body`)) AS `bytes` FROM `Message`');
  return compare({
    what: `${shape}: size of the index`,
    unit: 'MB',
    ours: [index / 1e6],
    reference: [text / 1e6],
    against: 'text of the messages',
    goal: atMost(1.5),
  });
}

/** Durable messages per second while the node indexes them, and while it cannot. */
async function costOfIndexing(stage: Stage, searched: Searched, say: (text: string) => void): Promise<Figure> {
  const { shape, deployment } = searched;
  await warmUp(stage, [deployment]);
  const rate = async () => (await saturate(stage, deployment, outstanding)).perSecond;
  const rounds = await repeat(stage.plan.repetitions, async (repetition) => {
    say(`${shape}, messages without indexing, repetition ${repetition}`);
    const off = await withoutIndexing(deployment, rate);
    say(`${shape}, messages with indexing, repetition ${repetition}`);
    return { off, on: await rate() };
  });
  return compare({
    what: `${shape}: durable messages per second, ${outstanding} outstanding, with indexing`,
    unit: 'msg/s',
    ours: rounds.map(({ on }) => on),
    reference: rounds.map(({ off }) => off),
    against: 'without',
    goal: atLeast(0.9),
  });
}

/** No setting ends the indexing. Without this table, each run of it fails at once. */
async function withoutIndexing<T>({ database }: Deployment, work: () => Promise<T>): Promise<T> {
  const rename = (from: string, to: string) =>
    database.client.$executeRawUnsafe(`ALTER TABLE \`${from}\` RENAME TO \`${to}\``);
  await rename('SearchProgress', 'SearchProgressAway');
  try {
    return await work();
  } finally {
    await rename('SearchProgressAway', 'SearchProgress');
  }
}
