/** Collects the four witnesses: rows by SQL, HTTP as each of the two users through two nodes, and the live clients. */
import PQueue from 'p-queue';
import type { ConversationPage, HistoryPage, Message, VersionList } from '../../src/protocol/shapes.ts';
import { expectStatus, type TestUser } from '../support/client.ts';
import type { Pair, UserPool } from './conversing-pairs.ts';
import { conversationOf, hashOf } from './fault-history.ts';
import { selectReadStates, selectRows, selectVersions } from './select-rows.ts';
import type { TestBed } from './test-bed.ts';
import { toWitnessed } from './witnessed-state.ts';
import type { FinalVersion, View, WitnessedMessage, Witnesses } from './witnesses.ts';

/** Thousands of pages take minutes one by one, and are refused all at once. */
const pairsAtOnce = 4;
/** The deleted messages of a conversation whose versions are asked for. */
const deletedAsked = 5;

export async function collectWitnesses(bed: TestBed, pool: UserPool): Promise<Witnesses> {
  const rows = await selectRows(bed, pool.tag);
  const versions = await selectVersions(bed, pool.tag);
  const views: View[] = pool.clients.map((client) => client.view());
  const queue = new PQueue({ concurrency: pairsAtOnce });
  const ask = (pair: Pair) => async () => {
    const asked = await askOverHttp(bed, pair);
    views.push(...asked);
    versions.push(...(await askVersions(pair, asked[0]!)));
  };
  await queue.addAll(pool.pairs.map(ask));
  return { rows, views, versions, readStates: await selectReadStates(bed, pool.tag) };
}

/** As the first user through the first node, newest page first; as the second through the last node, oldest first. */
async function askOverHttp({ nodes }: TestBed, { users: [ann, ben] }: Pair): Promise<View[]> {
  const conversation = conversationOf(ann.username, ben.username);
  const [first, last] = [nodes[0]!, nodes.at(-1)!];
  const [one, other] = [ann.at(first.process.url), ben.at(last.process.url)];
  const [backwards, forwards, ...lists] = await Promise.all([
    pageBackwards(one, ben.username, 100),
    pageForwards(other, ann.username, 37),
    lastInList(one, ben.username),
    lastInList(other, ann.username),
  ]);
  const about = { conversation, isAnswer: true };
  return [
    { ...about, witness: `HTTP as ${ann.username} at ${first.name}`, messages: backwards },
    { ...about, witness: `HTTP as ${ben.username} at ${last.name}`, messages: forwards },
    ...lists.map((list) => ({ ...about, witness: 'the list of conversations', isPartial: true, ...list })),
  ];
}

export async function pageBackwards(user: TestUser, peer: string, limit: number): Promise<WitnessedMessage[]> {
  const found: WitnessedMessage[] = [];
  for (let before = ''; ; ) {
    const { messages, hasMore } = await page(user, peer, `limit=${limit}${before}`);
    found.unshift(...messages.map(withExcerpt));
    if (!hasMore || messages.length === 0) return found;
    before = `&before=${messages[0]?.seq}`;
  }
}

export async function pageForwards(user: TestUser, peer: string, limit: number): Promise<WitnessedMessage[]> {
  const found: WitnessedMessage[] = [];
  for (let after = 0; ; ) {
    const { messages, hasMore } = await page(user, peer, `limit=${limit}&after=${after}`);
    found.push(...messages.map(withExcerpt));
    if (!hasMore || messages.length === 0) return found;
    after = messages.at(-1)?.seq ?? 0;
  }
}

async function page(user: TestUser, peer: string, query: string): Promise<HistoryPage> {
  return expectStatus(await user.fetch<HistoryPage>(`/api/conversations/${peer}/messages?${query}`), 200);
}

/** The last message and the revision that the list of conversations shows; each user of a run has one conversation. */
async function lastInList(user: TestUser, peer: string): Promise<Pick<View, 'messages' | 'rev'>> {
  const { conversations } = expectStatus(await user.fetch<ConversationPage>('/api/conversations'), 200);
  const entry = conversations.find((one) => one.peer?.username === peer);
  if (!entry?.lastMessage) return { messages: [] };
  return { messages: [withExcerpt(entry.lastMessage)], rev: entry.rev };
}

async function askVersions({ users: [ann, ben] }: Pair, { conversation, messages }: View): Promise<FinalVersion[]> {
  const found: FinalVersion[] = [];
  for (const { seq } of messages.filter(({ state }) => state?.deletedAt).slice(-deletedAsked)) {
    const path = `/api/conversations/${ben.username}/messages/${seq}/versions`;
    const { versions } = expectStatus(await ann.fetch<VersionList>(path), 200);
    found.push(
      ...versions.map(({ body }) => ({ witness: 'the answer of versions', conversation, seq, hash: hashOf(body) })),
    );
  }
  return found;
}

function withExcerpt(message: Message): WitnessedMessage {
  const witnessed = toWitnessed(message);
  return message.replyTo ? { ...witnessed, excerpt: hashOf(message.replyTo.excerpt) } : witnessed;
}
