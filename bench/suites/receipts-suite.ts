/** Measures messages that are all read by an open page, against the same relay and against messages that nobody reads. */
import { compare, type Figure, figureOf } from '../figure.ts';
import type { Lane } from '../lane.ts';
import { type LoadResult, runRate, runSaturation } from '../load.ts';
import { drainReceipts, ReadingPage } from '../reading-page.ts';
import { type Deployment, type Stage, using } from '../stage.ts';
import { percentile } from '../statistics.ts';
import { repeat, type Suite } from '../suite.ts';
import { type Target, withLanes } from '../target.ts';
import { warmUp } from '../warm-up.ts';

/** The page gathers receipts for so long (`src/web/model/receipt-batch.ts`). */
const gatherMs = 200;
/** In most conversations a message comes alone, so that each one is a receipt. */
const alone = 0;
const rate = 1_000;
const outstanding = 8;

interface ReadResult extends LoadResult {
  receiptsPerMessage: number;
  /** From the receipt to the sender's push `read`, in milliseconds. */
  readP50: number;
  readP99: number;
}

type Shape = 'relay' | 'cluster' | 'embedded';

interface Round {
  saturated: Record<Shape, ReadResult>;
  /** Each message is a receipt. */
  steady: Record<Shape, ReadResult>;
  unread: { saturated: LoadResult; steady: LoadResult };
}

export const receiptsSuite: Suite = {
  name: 'receipts',
  title: 'messages that an open page reads: saturation, delivery and CPU',
  async run(stage, say) {
    const targets = [await stage.relay(), await stage.cluster(), await stage.embedded()] as const;
    return using(targets, async ([relay, cluster, embedded]) => {
      await warmUp(stage, [relay, cluster, embedded]);
      const rounds = await repeat(stage.plan.repetitions, (repetition) =>
        measureRound(stage, { relay, cluster, embedded }, (text) => say(`${text}, repetition ${repetition}`)),
      );
      for (const deployment of [cluster, embedded]) await checkRead(deployment);
      return figuresOf(rounds);
    });
  },
};

async function measureRound(stage: Stage, targets: Record<Shape, Target>, say: (text: string) => void): Promise<Round> {
  const saturate: Load = (options) => runSaturation(options, outstanding);
  const send: Load = (options) => runRate(options, rate);
  const ofEach = async (what: string, load: Load, gather: number) => {
    const results: Partial<Record<Shape, ReadResult>> = {};
    for (const shape of Object.keys(targets) as Shape[]) {
      say(`${shape}, ${what}`);
      results[shape] = await measureReading(stage, targets[shape], load, gather);
    }
    return results as Record<Shape, ReadResult>;
  };
  const saturated = await ofEach(`${outstanding} outstanding`, saturate, gatherMs);
  const steady = await ofEach(`${rate} per second`, send, alone);
  say('nobody reads');
  const unread = {
    saturated: await measureUnread(stage, targets.cluster, saturate),
    steady: await measureUnread(stage, targets.cluster, send),
  };
  // A last reading, so that the check finds everything read.
  await measureReading(stage, targets.cluster, send, alone);
  return { saturated, steady, unread };
}

type Load = (options: Parameters<typeof runRate>[0]) => Promise<LoadResult>;

const optionsOf = ({ plan }: Stage, target: Target, lanes: readonly Lane[]) => {
  const { warmMs, measureMs } = plan;
  return { lanes, pids: target.pids, warmMs, measureMs };
};

const measureUnread = (stage: Stage, target: Target, load: Load) =>
  withLanes(target, stage.plan.pairs, (lanes) => load(optionsOf(stage, target, lanes)));

function measureReading(stage: Stage, target: Target, load: Load, gather: number): Promise<ReadResult> {
  return withLanes(target, stage.plan.pairs, async (lanes) => {
    const took: number[] = [];
    const pages = lanes.map((lane) => new ReadingPage(lane, gather));
    for (const page of pages) page.onRead = (ms) => took.push(ms);
    const result = await load(optionsOf(stage, target, lanes));
    await drainReceipts(pages);
    const delivered = lanes.reduce((sum, lane) => sum + lane.delivered, 0);
    const receiptsPerMessage = pages.reduce((sum, page) => sum + page.sent, 0) / delivered;
    return { ...result, receiptsPerMessage, readP50: percentile(took, 0.5), readP99: percentile(took, 0.99) };
  });
}

/** @throws Error when an acknowledged receipt is not stored: every conversation is read to its end. */
async function checkRead({ database }: Deployment): Promise<void> {
  const sql = `SELECT COUNT(*) AS \`unread\` FROM \`Channel\` c WHERE c.\`lastSeq\` >
    (SELECT MAX(m.\`readSeq\`) FROM \`Member\` m WHERE m.\`channelId\` = c.\`id\`)`;
  const [row] = await database.client.$queryRawUnsafe<{ unread: bigint }[]>(sql);
  if (Number(row?.unread) > 0) throw new Error(`${row?.unread} conversations are not read to their end.`);
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const figure = (what: string, unit: string, load: 'saturated' | 'steady', shape: Shape, value: keyof ReadResult) =>
    compare({
      what: `every message read: ${what}`,
      unit,
      ours: rounds.map((round) => round[load][shape][value]),
      reference: rounds.map((round) => round[load].relay[value]),
      against: 'bare relay',
    });
  const unread = (what: string, unit: string, load: 'saturated' | 'steady', value: keyof LoadResult) =>
    compare({
      what: `every message read: ${what}, against nobody reads`,
      unit,
      ours: rounds.map((round) => round[load].cluster[value]),
      reference: rounds.map((round) => round.unread[load][value]),
      against: 'nobody reads',
    });
  const receipts = (what: string, load: 'saturated' | 'steady') =>
    figureOf(
      `receipts for each message, ${what}`,
      '',
      rounds.map((round) => round[load].cluster.receiptsPerMessage),
    );
  return [
    figure(`messages per second, ${outstanding} outstanding`, 'msg/s', 'saturated', 'cluster', 'perSecond'),
    figure(`embedded, messages per second, ${outstanding} outstanding`, 'msg/s', 'saturated', 'embedded', 'perSecond'),
    figure(`CPU for 1,000 messages, ${outstanding} outstanding`, 's', 'saturated', 'cluster', 'cpuPerThousand'),
    unread(`messages per second, ${outstanding} outstanding`, 'msg/s', 'saturated', 'perSecond'),
    receipts(`${outstanding} outstanding`, 'saturated'),
    figure(`delivery p50 at ${rate}/s`, 'ms', 'steady', 'cluster', 'p50'),
    figure(`delivery p99 at ${rate}/s`, 'ms', 'steady', 'cluster', 'p99'),
    figure(`CPU for 1,000 messages at ${rate}/s`, 's', 'steady', 'cluster', 'cpuPerThousand'),
    figure(`embedded, CPU for 1,000 messages at ${rate}/s`, 's', 'steady', 'embedded', 'cpuPerThousand'),
    unread(`CPU for 1,000 messages at ${rate}/s`, 's', 'steady', 'cpuPerThousand'),
    figure(`receipt to the sender's page, p50 at ${rate}/s`, 'ms', 'steady', 'cluster', 'readP50'),
    figure(`receipt to the sender's page, p99 at ${rate}/s`, 'ms', 'steady', 'cluster', 'readP99'),
    receipts(`${rate}/s`, 'steady'),
  ];
}
