/** Scenarios of node faults: killed, frozen, or deployed again. */
import { answerTimes, isAck } from './answer-times.ts';
import { endSession, openSession, watchUntilClosed } from './ended-session.ts';
import { now } from './fault-history.ts';
import { heapChange, heapOf } from './heap-size.ts';
import { absences, spread, spreadText } from './run-figures.ts';
import type { Scenario } from './scenario.ts';

const killOne: Scenario = {
  name: 'F1',
  title: 'kill -9 random nodes, each started again by its supervisor',
  async run({ nemesis, bed, random, amount, sleep, measure }) {
    const [spared, ...others] = bed.nodes;
    const before = await heapOf(spared!);
    for (let cycle = amount(3, 30); cycle > 0; cycle -= 1) {
      const { process } = random.pick(others);
      await nemesis.kill(process);
      await sleep(random.between(300, 1_200));
      await nemesis.start(process);
      await sleep(1_500);
    }
    measure('heap of the node that is never killed', heapChange(before, await heapOf(spared!)), '± 5 %');
  },
};

const killAll: Scenario = {
  name: 'F2',
  title: 'kill -9 all nodes at once',
  async run({ nemesis, bed, amount, sleep }) {
    for (let cycle = amount(1, 4); cycle > 0; cycle -= 1) {
      await Promise.all(bed.nodes.map(({ process }) => nemesis.kill(process)));
      await sleep(500);
      await Promise.all(bed.nodes.map(({ process }) => nemesis.start(process)));
      await sleep(5_000);
    }
  },
};

const rollingDeploy: Scenario = {
  name: 'F3',
  title: 'rolling deploy: SIGTERM one node after the other under load',
  async run({ nemesis, bed, amount, sleep, history, check, measure }) {
    const times: number[] = [];
    for (let deploy = amount(1, 20); deploy > 0; deploy -= 1) {
      for (const { process } of bed.nodes) {
        times.push((await nemesis.stop(process)).ms);
        await nemesis.start(process);
        await sleep(2_000);
      }
    }
    const failed = history.events.filter(({ op, phase }) => op === 'send' && phase === 'fail');
    check('no send is refused', failed.length === 0, `${failed.length} refused`);
    measure('sends', spreadText(answerTimes(history, { from: 0, until: now() }, isAck)), '0 refused');
    measure('time until clients reconnect', spreadText(spread(absences(history.events))), 'p99 ≤ 5 s');
    measure('longest time to end on SIGTERM', `${Math.round(Math.max(...times))} ms`, '≤ 5 s');
  },
};

const freezeNode: Scenario = {
  name: 'F32',
  title: 'a node freezes for 1, 5, 20 s; after the thaw it serves no session that ended meanwhile',
  async run(context) {
    const { nemesis, random, bed, amount, sleep, history, check } = context;
    for (const seconds of context.tier === 'short' ? [5] : [1, 5, 20]) {
      for (let cycle = amount(1, 2); cycle > 0; cycle -= 1) {
        const node = random.pick(bed.nodes);
        const open = await openSession(context, node);
        await nemesis.freeze(node.process);
        await endSession(history, open.me, bed.nodes.find((one) => one !== node)!);
        await sleep(seconds * 1_000);
        nemesis.thaw(node.process);
        const { accepted } = await watchUntilClosed(open, 5_000);
        check('no write of a session that ended while its node was frozen is accepted', accepted === 0, `${accepted}`);
        await sleep(3_000);
      }
    }
  },
};

export const nodeScenarios: readonly Scenario[] = [killOne, killAll, rollingDeploy, freezeNode];
