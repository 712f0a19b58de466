/** Scenarios that cut one node off from Redis: both ways, or only one. */
import { endSession, openSession, watchUntilClosed } from './ended-session.ts';
import { type LinkMode, pass } from './fault-proxy.ts';
import type { Scenario, Stage } from './scenario.ts';

const partition: Scenario = {
  name: 'F10',
  title: 'one node cut off from Redis: what is sent to it and from it is gone',
  run: (stage) => cutOff(stage, [{ kind: 'blackhole' }]),
};

const oneWay: Scenario = {
  name: 'F11',
  title: 'one node hears Redis but cannot speak to it, and the reverse; then only holds its connections',
  run: (stage) =>
    cutOff(stage, [{ kind: 'oneWay', lost: 'up' }, { kind: 'oneWay', lost: 'down' }, { kind: 'halfOpen' }]),
};

async function cutOff(stage: Stage, modes: readonly LinkMode[]): Promise<void> {
  const { nemesis, random, bed, sleep, tier, measure } = stage;
  for (const mode of modes) {
    for (const seconds of tier === 'short' ? [8] : [20, 120]) {
      const node = random.pick(bed.nodes);
      await nemesis.link(node.redis, mode);
      await sleep(500);
      await endThere(stage, node, `${mode.kind} for ${seconds} s`);
      await sleep(seconds * 1_000);
      await nemesis.link(node.redis, pass);
      await sleep(tier === 'short' ? 1_000 : 10_000);
    }
  }
  measure('nodes cut off', `${modes.length}`, '–');
}

/** Sessions end on another node while this one does not hear of it from Redis. */
async function endThere(stage: Stage, node: Stage['bed']['nodes'][number], what: string): Promise<void> {
  const { bed, history, check, measure, amount } = stage;
  const other = bed.nodes.find((one) => one !== node)!;
  const closed: number[] = [];
  let accepted = 0;
  for (let session = amount(2, 10); session > 0; session -= 1) {
    const open = await openSession(stage, node);
    await endSession(history, open.me, other);
    const watched = await watchUntilClosed(open, 10_000);
    closed.push(watched.closedAfterMs);
    accepted += watched.accepted;
  }
  measure(`sockets of ended sessions closed, ${what}`, `at most ${Math.round(Math.max(...closed))} ms`, '≤ 5 s');
  check(`no write of an ended session is accepted, ${what}`, accepted === 0, `${accepted} accepted`);
}

export const busScenarios: readonly Scenario[] = [partition, oneWay];
