/** Scenarios that partition one node from Redis, in one or both directions. */
import { endSession, openSession, watchUntilClosed } from './ended-session.ts';
import { type LinkMode, pass } from './fault-proxy.ts';
import type { Scenario, ScenarioContext } from './scenario.ts';

const partition: Scenario = {
  name: 'F10',
  title: 'one node partitioned from Redis: bytes in both directions are lost',
  run: (context) => partitionNode(context, [{ kind: 'blackhole' }]),
};

const oneWay: Scenario = {
  name: 'F11',
  title: 'one node only receives from Redis, then only sends, then holds its connections open',
  run: (context) =>
    partitionNode(context, [{ kind: 'oneWay', lost: 'up' }, { kind: 'oneWay', lost: 'down' }, { kind: 'halfOpen' }]),
};

async function partitionNode(context: ScenarioContext, modes: readonly LinkMode[]): Promise<void> {
  const { nemesis, random, bed, sleep, tier, measure } = context;
  for (const mode of modes) {
    for (const seconds of tier === 'short' ? [8] : [20, 120]) {
      const node = random.pick(bed.nodes);
      await nemesis.link(node.redis, mode);
      await sleep(500);
      await endSessionsElsewhere(context, node, `${mode.kind} for ${seconds} s`);
      await sleep(seconds * 1_000);
      await nemesis.link(node.redis, pass);
      await sleep(tier === 'short' ? 1_000 : 10_000);
    }
  }
  measure('partitioned nodes', `${modes.length}`, '–');
}

/** Ends sessions on another node while Redis cannot tell this node. */
async function endSessionsElsewhere(
  context: ScenarioContext,
  node: ScenarioContext['bed']['nodes'][number],
  what: string,
): Promise<void> {
  const { bed, history, check, measure, amount } = context;
  const other = bed.nodes.find((one) => one !== node)!;
  const closed: number[] = [];
  let accepted = 0;
  for (let session = amount(2, 10); session > 0; session -= 1) {
    const open = await openSession(context, node);
    await endSession(history, open.me, other);
    const watched = await watchUntilClosed(open, 10_000);
    closed.push(watched.closedAfterMs);
    accepted += watched.accepted;
  }
  measure(`sockets of ended sessions closed, ${what}`, `at most ${Math.round(Math.max(...closed))} ms`, '≤ 5 s');
  check(`no write of an ended session is accepted, ${what}`, accepted === 0, `${accepted} accepted`);
}

export const busScenarios: readonly Scenario[] = [partition, oneWay];
