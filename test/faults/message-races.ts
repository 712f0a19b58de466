/** Races for the order and uniqueness of messages, on several nodes at once. */
import { randomUUID } from 'node:crypto';
import { hashOf } from './fault-history.ts';
import type { LiveClient } from './live-client.ts';
import type { Scenario, ScenarioContext } from './scenario.ts';

/** Adds pairs with one device of each user on each node. */
async function onEveryNode({ pool, bed }: ScenarioContext, pairs: number) {
  const { nodes } = bed;
  const urls = (device: number) => [nodes[device % nodes.length]!.balancer.url];
  const added = await pool.addPairs(pairs, { devices: nodes.length, urls, receipts: false });
  return added.map(({ clients }) => [clients.slice(0, nodes.length), clients.slice(nodes.length)] as const);
}

const sameIdEverywhere: Scenario = {
  name: 'RC2',
  title: 'one clientId sent through three nodes at once',
  isQuiet: true,
  async run(context) {
    const [pair] = await onEveryNode(context, 1);
    const rounds = context.amount(200, 10_000);
    let wrongRounds = 0;
    for (let left = rounds; left > 0; left -= 1) {
      const message = { clientId: randomUUID(), body: context.load.body() };
      const [first, ...others] = await Promise.all(pair![0].map((client) => client.sendOnce(message)));
      const same = others.every((one) => first && one.phase === 'ok' && first.phase === 'ok' && isSame(one, first));
      if (!same) wrongRounds += 1;
    }
    context.nemesis.note('same clientId in parallel');
    context.check(
      `three nodes answer the same message, ${rounds} times`,
      wrongRounds === 0,
      `${wrongRounds} times not`,
    );
  },
};

const isSame = (one: { data: unknown }, other: { data: unknown }) =>
  JSON.stringify(one.data) === JSON.stringify(other.data);

const bothAtOnce: Scenario = {
  name: 'RC3',
  title: 'both users send at the same moment on two nodes',
  isQuiet: true,
  async run(context) {
    const [pair] = await onEveryNode(context, 1);
    const rounds = context.amount(200, 10_000);
    const senders = [pair![0][0], pair![1][1]] as LiveClient[];
    for (let left = rounds; left > 0; left -= 1) await Promise.all(senders.map((client) => once(context, client)));
    context.nemesis.note('both send at once');
    context.measure('rounds', `${rounds}`, '0 misordered');
  },
};

const firstFromBothSides: Scenario = {
  name: 'RC4',
  title: 'both users of a pair send its first message at once',
  isQuiet: true,
  async run(context) {
    const rounds = context.amount(20, 1_000);
    for (let left = rounds; left > 0; left -= 10) {
      const pairs = await onEveryNode(context, Math.min(10, left));
      await Promise.all(pairs.flatMap((pair) => [once(context, pair[0][0]!), once(context, pair[1][1]!)]));
    }
    context.nemesis.note('first message from both sides');
    const like = `t${context.pool.tag}.%`;
    const rows = await context.bed.query<{ lowId: string; highId: string }>(
      'SELECT c.lowId, c.highId FROM `Channel` c JOIN `User` u ON u.id = c.lowId WHERE u.username LIKE ?',
      [like],
    );
    const pairs = new Set(rows.map(({ lowId, highId }) => `${lowId} ${highId}`));
    context.check('each pair has one conversation', pairs.size === rounds && rows.length === rounds, `${rows.length}`);
  },
};

const once = ({ load }: ScenarioContext, client: LiveClient) =>
  client.sendOnce({ clientId: randomUUID(), body: load.body() });

const pagingWhileWriting: Scenario = {
  name: 'RC7',
  title: 'a client pages through the history while both users send',
  isQuiet: true,
  async run(context) {
    const { random, load, amount, check, nemesis } = context;
    const [pair] = await onEveryNode(context, 1);
    const [ann, ben] = pair!;
    const sent = new Map<number, string>();
    const write = async (client: LiveClient) => {
      const message = { clientId: randomUUID(), body: load.body() };
      const outcome = await client.sendOnce(message);
      if (outcome.phase === 'ok') sent.set(outcome.data.message.seq, hashOf(message.body));
    };
    for (let left = 60; left > 0; left -= 1) await write(ann[0]!);
    let wrongRounds = 0;
    for (let left = amount(40, 1_000); left > 0; left -= 1) {
      const writes = Promise.all([write(ann[left % 3]!), write(ben[(left + 1) % 3]!)]);
      if (!(await pagesAreComplete(random.pick(ben), random.between(1, 50), sent))) wrongRounds += 1;
      await writes;
    }
    nemesis.note('paging while sending');
    check('no page omits or repeats a message', wrongRounds === 0, `${wrongRounds} times`);
  },
};

/** Pages backwards; answers whether the seqs have no gap and each body is the one sent. */
async function pagesAreComplete({ socket, peer, conversation }: LiveClient, limit: number, sent: Map<number, string>) {
  const seqs: number[] = [];
  for (let before: number | undefined; ; ) {
    const query = before === undefined ? { with: peer, limit } : { with: peer, limit, before };
    const outcome = await socket.call('page', 'chatHistory', query, { conversation });
    if (outcome.phase !== 'ok') return false;
    const { messages, hasMore } = outcome.data;
    if (messages.some(({ seq, body }) => sent.has(seq) && sent.get(seq) !== hashOf(body))) return false;
    seqs.unshift(...messages.map(({ seq }) => seq));
    if (!hasMore || messages.length === 0 || seqs.length > 200) break;
    before = seqs[0];
  }
  return seqs.every((seq, index) => index === 0 || seq === seqs[index - 1]! + 1);
}

export const messageRaces: readonly Scenario[] = [sameIdEverywhere, bothAtOnce, firstFromBothSides, pagingWhileWriting];
