/** Asks nodes for the messages of a conversation as two members. */
import type { ConversationPage, HistoryPage, Message, VersionList } from '../../src/protocol/shapes.ts';
import { expectStatus, type TestUser } from '../support/client.ts';
import type { Address } from './conversation-address.ts';
import { hashOf } from './fault-history.ts';
import type { TestBed } from './test-bed.ts';
import { toWitnessed } from './witnessed-state.ts';
import type { FinalVersion, View, WitnessedMessage } from './witnesses.ts';

/** The deleted messages of a conversation whose versions are asked for. */
const deletedAsked = 5;

/** Asks as two members, who may name the conversation in two ways. */
export async function askMembers(
  { nodes }: TestBed,
  [ann, ben]: readonly [TestUser, TestUser],
  [byAnn, byBen]: readonly [Address, Address],
): Promise<View[]> {
  const { conversation } = byAnn;
  const [first, last] = [nodes[0]!, nodes.at(-1)!];
  const [one, other] = [ann.at(first.process.url), ben.at(last.process.url)];
  const [backwards, forwards, ...lists] = await Promise.all([
    pageBackwards(one, byAnn, 100),
    pageForwards(other, byBen, 37),
    lastInList(one, byAnn),
    lastInList(other, byBen),
  ]);
  const about = { conversation, isAnswer: true };
  return [
    { ...about, witness: `HTTP as ${ann.username} at ${first.name}`, messages: backwards },
    { ...about, witness: `HTTP as ${ben.username} at ${last.name}`, messages: forwards },
    ...lists.map((list) => ({ ...about, witness: 'the list of conversations', isPartial: true, ...list })),
  ];
}

async function pageBackwards(user: TestUser, address: Address, limit: number): Promise<WitnessedMessage[]> {
  const found: WitnessedMessage[] = [];
  for (let before = ''; ; ) {
    const { messages, hasMore } = await page(user, address, `limit=${limit}${before}`);
    found.unshift(...messages.map(withExcerpt));
    if (!hasMore || messages.length === 0) return found;
    before = `&before=${messages[0]?.seq}`;
  }
}

async function pageForwards(user: TestUser, address: Address, limit: number): Promise<WitnessedMessage[]> {
  const found: WitnessedMessage[] = [];
  for (let after = 0; ; ) {
    const { messages, hasMore } = await page(user, address, `limit=${limit}&after=${after}`);
    found.push(...messages.map(withExcerpt));
    if (!hasMore || messages.length === 0) return found;
    after = messages.at(-1)?.seq ?? 0;
  }
}

async function page(user: TestUser, { path }: Address, query: string): Promise<HistoryPage> {
  return expectStatus(await user.fetch<HistoryPage>(`${path}/messages?${query}`), 200);
}

/** The last message and the revision that the list of conversations shows; each user of a run has one conversation beside the lobby. */
async function lastInList(user: TestUser, { isEntry, listed }: Address): Promise<Pick<View, 'messages' | 'rev'>> {
  const { conversations } = expectStatus(
    await user.fetch<ConversationPage>(
      `/api/conversations?${new URLSearchParams(listed.rooms ? { rooms: 'true' } : {})}`,
    ),
    200,
  );
  const entry = conversations.find(isEntry);
  if (!entry?.lastMessage) return { messages: [] };
  return { messages: [withExcerpt(entry.lastMessage)], rev: entry.rev };
}

/** As a member, of the last deleted messages of a view. */
export async function askVersions(
  user: TestUser,
  { path }: Address,
  { conversation, messages }: View,
): Promise<FinalVersion[]> {
  const found: FinalVersion[] = [];
  for (const { seq } of messages.filter(({ state }) => state?.deletedAt).slice(-deletedAsked)) {
    const { versions } = expectStatus(await user.fetch<VersionList>(`${path}/messages/${seq}/versions`), 200);
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
