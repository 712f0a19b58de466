/** The scenario in which a node's host vanishes without closing its connections, in the middle of its batches. */
import { isAck } from './answer-times.ts';
import { type HistoryEvent, now } from './fault-history.ts';
import { pass } from './fault-proxy.ts';
import type { Scenario } from './scenario.ts';

/** The longest that a conversation may stay closed, in milliseconds. */
const closedMaxMs = 10_000;

const vanishedHost: Scenario = {
  name: 'F41',
  title: "a node's host vanishes without FIN in the middle of its batches",
  async run({ nemesis, bed, sleep, pool, history, check, amount }) {
    await pool.addDirectPairs(3);
    for (let cycle = amount(1, 5); cycle > 0; cycle -= 1) {
      const node = bed.nodes[cycle % bed.nodes.length]!;
      // Slow round trips: nearly always a batch is between its two.
      await nemesis.link(node.database, { kind: 'delay', ms: 60 });
      await sleep(2_000);
      const from = now();
      await nemesis.link(node.database, { kind: 'blackhole' });
      await nemesis.kill(node.process);
      await sleep(closedMaxMs);
      const closed = conversationsWithout(history.events, from, now());
      check('every conversation is open again within 10 s', closed.length === 0, closed.join());
      await nemesis.link(node.database, pass);
      await nemesis.start(node.process);
      await sleep(2_000);
    }
  },
};

/** Conversations in which a user sends during the window, and nothing is acknowledged. */
function conversationsWithout(events: readonly HistoryEvent[], from: number, until: number): string[] {
  const inWindow = events.filter(({ op, t }) => op === 'send' && t > from && t <= until);
  const acknowledged = new Set(inWindow.filter(isAck).map(({ conversation }) => conversation));
  const tried = new Set(inWindow.map(({ conversation }) => conversation));
  return [...tried].filter((one) => one !== undefined && !acknowledged.has(one)) as string[];
}

export const vanishedHostScenarios: readonly Scenario[] = [vanishedHost];
