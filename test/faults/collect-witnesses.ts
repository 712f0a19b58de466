/** Collects the four witnesses: rows by SQL, HTTP as each of the two users through two nodes, and the live clients. */
import PQueue from 'p-queue';
import type { HistoryPage } from '../../src/protocol/shapes.ts';
import { expectStatus, type TestUser } from '../support/client.ts';
import type { Pair, UserPool } from './conversing-pairs.ts';
import { conversationOf, hashOf } from './fault-history.ts';
import type { TestBed } from './test-bed.ts';
import type { FinalReadState, View, WitnessedMessage, Witnesses } from './witnesses.ts';

interface Row {
  seq: number;
  sender: string;
  clientId: string;
  body: string;
  low: string;
  high: string;
}

interface ReadStateRow {
  user: string;
  low: string;
  high: string;
  readSeq: number;
  deliveredSeq: number;
  lastSeq: number;
}

const channelNames = `JOIN \`User\` low ON low.id = c.lowId JOIN \`User\` high ON high.id = c.highId`;
const ofRun = `(low.username LIKE ? OR high.username LIKE ?)`;

/** Thousands of pages take minutes one by one, and are refused all at once. */
const pairsAtOnce = 4;

export async function collectWitnesses(bed: TestBed, pool: UserPool): Promise<Witnesses> {
  const rows = await selectRows(bed, pool.tag);
  const views: View[] = pool.clients.map((client) => client.view());
  const queue = new PQueue({ concurrency: pairsAtOnce });
  await queue.addAll(pool.pairs.map((pair) => async () => void views.push(...(await askOverHttp(bed, pair)))));
  return { rows, views, readStates: await selectReadStates(bed, pool.tag) };
}

export async function selectRows({ query }: TestBed, tag: string): Promise<View[]> {
  const like = `t${tag}.%`;
  const rows = await query<Row>(
    `SELECT m.seq, u.username AS sender, LOWER(HEX(m.clientId)) AS clientId, m.body, low.username AS low, high.username AS high
     FROM \`Message\` m JOIN \`Channel\` c ON c.id = m.channelId JOIN \`User\` u ON u.id = m.senderId ${channelNames}
     WHERE ${ofRun} ORDER BY m.channelId, m.seq`,
    [like, like],
  );
  const views = new Map<string, WitnessedMessage[]>();
  for (const { low, high, seq, sender, clientId, body } of rows) {
    const conversation = conversationOf(low, high);
    const messages = views.get(conversation) ?? [];
    messages.push({ seq: Number(seq), from: sender, clientId: asUuid(clientId), hash: hashOf(body) });
    views.set(conversation, messages);
  }
  return [...views].map(([conversation, messages]) => ({ witness: 'rows', conversation, messages }));
}

async function selectReadStates({ query }: TestBed, tag: string): Promise<FinalReadState[]> {
  const like = `t${tag}.%`;
  const rows = await query<ReadStateRow>(
    `SELECT u.username AS user, low.username AS low, high.username AS high, m.readSeq, m.deliveredSeq, c.lastSeq
     FROM \`Member\` m JOIN \`Channel\` c ON c.id = m.channelId JOIN \`User\` u ON u.id = m.userId ${channelNames}
     WHERE ${ofRun}`,
    [like, like],
  );
  return rows.flatMap(({ user, low, high, readSeq, deliveredSeq, lastSeq }) => {
    const of = { conversation: conversationOf(low, high), user, lastSeq };
    return [
      { ...of, receiptKind: 'read' as const, seq: readSeq },
      { ...of, receiptKind: 'delivered' as const, seq: deliveredSeq },
    ];
  });
}

/** As the first user through the first node, newest page first; as the second through the last node, oldest first. */
async function askOverHttp({ nodes }: TestBed, { users: [ann, ben] }: Pair): Promise<View[]> {
  const conversation = conversationOf(ann.username, ben.username);
  const [first, last] = [nodes[0]!, nodes.at(-1)!];
  const [backwards, forwards] = await Promise.all([
    pageBackwards(ann.at(first.process.url), ben.username, 100),
    pageForwards(ben.at(last.process.url), ann.username, 37),
  ]);
  return [
    { witness: `HTTP as ${ann.username} at ${first.name}`, conversation, messages: backwards },
    { witness: `HTTP as ${ben.username} at ${last.name}`, conversation, messages: forwards },
  ];
}

export async function pageBackwards(user: TestUser, peer: string, limit: number): Promise<WitnessedMessage[]> {
  const found: WitnessedMessage[] = [];
  for (let before = ''; ; ) {
    const { messages, hasMore } = await page(user, peer, `limit=${limit}${before}`);
    found.unshift(...messages.map(toWitnessed));
    if (!hasMore || messages.length === 0) return found;
    before = `&before=${messages[0]?.seq}`;
  }
}

export async function pageForwards(user: TestUser, peer: string, limit: number): Promise<WitnessedMessage[]> {
  const found: WitnessedMessage[] = [];
  for (let after = 0; ; ) {
    const { messages, hasMore } = await page(user, peer, `limit=${limit}&after=${after}`);
    found.push(...messages.map(toWitnessed));
    if (!hasMore || messages.length === 0) return found;
    after = messages.at(-1)?.seq ?? 0;
  }
}

async function page(user: TestUser, peer: string, query: string): Promise<HistoryPage> {
  return expectStatus(await user.fetch<HistoryPage>(`/api/conversations/${peer}/messages?${query}`), 200);
}

const toWitnessed = ({ seq, from, clientId, body }: HistoryPage['messages'][number]): WitnessedMessage => ({
  seq,
  from,
  clientId,
  hash: hashOf(body),
});

const asUuid = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
