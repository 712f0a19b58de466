/** Races for the order and the oneness of messages: what happens at the same moment on different nodes. */
import { randomUUID } from 'node:crypto';
import { hashOf } from './fault-history.ts';
import type { LiveClient } from './live-client.ts';
import type { Scenario, Stage } from './scenario.ts';

/** One device of each person on each node. */
async function onEveryNode({ cast, bed }: Stage, pairs: number) {
  const { nodes } = bed;
  const urls = (device: number) => [nodes[device % nodes.length]!.balancer.url];
  const added = await cast.addPairs(pairs, { devices: nodes.length, urls, receipts: false });
  return added.map(({ clients }) => [clients.slice(0, nodes.length), clients.slice(nodes.length)] as const);
}

const sameIdEverywhere: Scenario = {
  name: 'RC2',
  title: 'one clientId sent through three nodes at once',
  isQuiet: true,
  async run(stage) {
    const [pair] = await onEveryNode(stage, 1);
    const rounds = stage.amount(200, 10_000);
    let odd = 0;
    for (let left = rounds; left > 0; left -= 1) {
      const draft = { clientId: randomUUID(), body: stage.load.body() };
      const [first, ...others] = await Promise.all(pair![0].map((client) => client.sendOnce(draft)));
      const same = others.every((one) => first && one.phase === 'ok' && first.phase === 'ok' && isSame(one, first));
      if (!same) odd += 1;
    }
    stage.nemesis.note('same clientId in parallel');
    stage.check(`${rounds} times three nodes answer the same message`, odd === 0, `${odd} times not`);
  },
};

const isSame = (one: { data: unknown }, other: { data: unknown }) =>
  JSON.stringify(one.data) === JSON.stringify(other.data);

const bothAtOnce: Scenario = {
  name: 'RC3',
  title: 'both write at the same moment on two nodes',
  isQuiet: true,
  async run(stage) {
    const [pair] = await onEveryNode(stage, 1);
    const rounds = stage.amount(200, 10_000);
    const ways = [pair![0][0], pair![1][1]] as LiveClient[];
    for (let left = rounds; left > 0; left -= 1) await Promise.all(ways.map((client) => once(stage, client)));
    stage.nemesis.note('both write at once');
    stage.measure('rounds', `${rounds}`, '0 misordered');
  },
};

const firstFromBothSides: Scenario = {
  name: 'RC4',
  title: 'the first message of a pair comes from both sides at once',
  isQuiet: true,
  async run(stage) {
    const rounds = stage.amount(20, 1_000);
    for (let left = rounds; left > 0; left -= 10) {
      const pairs = await onEveryNode(stage, Math.min(10, left));
      await Promise.all(pairs.flatMap((pair) => [once(stage, pair[0][0]!), once(stage, pair[1][1]!)]));
    }
    stage.nemesis.note('first message from both sides');
    const like = `t${stage.cast.tag}.%`;
    const channels = await stage.bed.query<{ lowId: string; highId: string }>(
      'SELECT c.lowId, c.highId FROM `Channel` c JOIN `User` u ON u.id = c.lowId WHERE u.username LIKE ?',
      [like],
    );
    const pairs = new Set(channels.map(({ lowId, highId }) => `${lowId} ${highId}`));
    stage.check(
      'each pair has one conversation',
      pairs.size === rounds && channels.length === rounds,
      `${channels.length}`,
    );
  },
};

const once = ({ load }: Stage, client: LiveClient) => client.sendOnce({ clientId: randomUUID(), body: load.body() });

const pagingWhileWriting: Scenario = {
  name: 'RC7',
  title: 'the history is paged through while both write',
  isQuiet: true,
  async run(stage) {
    const { random, load, amount, check, nemesis } = stage;
    const [pair] = await onEveryNode(stage, 1);
    const [ann, ben] = pair!;
    const sent = new Map<number, string>();
    const write = async (client: LiveClient) => {
      const draft = { clientId: randomUUID(), body: load.body() };
      const outcome = await client.sendOnce(draft);
      if (outcome.phase === 'ok') sent.set(outcome.data.message.seq, hashOf(draft.body));
    };
    for (let left = 60; left > 0; left -= 1) await write(ann[0]!);
    let odd = 0;
    for (let left = amount(40, 1_000); left > 0; left -= 1) {
      const writes = Promise.all([write(ann[left % 3]!), write(ben[(left + 1) % 3]!)]);
      if (!(await pagesAreWhole(random.pick(ben), random.between(1, 50), sent))) odd += 1;
      await writes;
    }
    nemesis.note('paging while writing');
    check('no page leaves out or repeats a message', odd === 0, `${odd} times`);
  },
};

/** Pages backwards: what is seen is one run without holes that ends at the first message, and each text is right. */
async function pagesAreWhole({ socket, peer, conversation }: LiveClient, limit: number, sent: Map<number, string>) {
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
