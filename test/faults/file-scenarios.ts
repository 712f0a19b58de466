/** Scenarios of files: nodes killed in the middle of uploads, and the store of files away. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { HistoryEvent } from './fault-history.ts';
import { now } from './fault-history.ts';
import type { Scenario, ScenarioContext } from './scenario.ts';

const filePairs = 3;

/** The other pairs only show that they go on: fewer of them, and the short tier is shorter. */
const addUsers = ({ pool, pairs }: ScenarioContext) => pool.addPairs(Math.ceil(pairs / 3));

const killInUploads: Scenario = {
  name: 'F42',
  title: 'kill -9 a node in the middle of uploads, which go on at another node',
  filePairs,
  addUsers,
  async run(context) {
    const { nemesis, bed, random, amount, sleep, history, check, measure } = context;
    for (let cycle = amount(2, 30); cycle > 0; cycle -= 1) {
      const { process } = random.pick(bed.nodes);
      await nemesis.kill(process);
      await sleep(random.between(300, 1_200));
      await nemesis.start(process);
      await sleep(random.between(500, 2_000));
    }
    const { resumed, longestMs } = resumptions(history.events);
    check('uploads lost their node and went on', resumed > 0, `${resumed}`);
    measure('uploads that went on after a failure', `${resumed}, the longest in ${Math.round(longestMs)} ms`, '≥ 1');
  },
};

const storeAway: Scenario = {
  name: 'F43',
  title:
    'the shared folder of files is away twice for 3 s (full: for 30 s): a plain file in its place, then an empty folder',
  filePairs: 2,
  addUsers,
  async run(context) {
    const { history, amount, sleep, check, measure } = context;
    await sleep(1_000);
    const from = now();
    for (const replace of [putFile, mkdirSync])
      await withoutStore(context, replace, () => sleep(amount(3_000, 30_000)));
    const until = now();
    await sleep(2_000);
    const during = (event: HistoryEvent) => event.t > from + 500 && event.t < until;
    const texts = history.events.filter((one) => one.op === 'send' && one.phase === 'ok' && !one.files && during(one));
    check('messages without files are taken meanwhile', texts.length > 0, `${texts.length}`);
    const refused = history.events.filter((one) => one.op === 'upload' && one.detail === 'unavailable' && during(one));
    check('uploads are refused as unavailable meanwhile', refused.length > 0, `${refused.length}`);
    const next = history.events.find((one) => one.op === 'upload' && one.isFinished && one.t > until);
    measure('first upload after the store is back', next ? `${Math.round(next.t - until)} ms` : 'none', '≤ 10 s');
  },
};

const putFile = (path: string) => writeFileSync(path, '');

/** Root ignores the rights of a folder, so it is moved aside. An empty folder is what a lost mount leaves. */
async function withoutStore(
  { bed, nemesis }: ScenarioContext,
  replace: (path: string) => void,
  work: () => Promise<void>,
): Promise<void> {
  const aside = `${bed.filesDir}.aside`;
  renameSync(bed.filesDir, aside);
  replace(bed.filesDir);
  nemesis.note('store of files away');
  try {
    await work();
  } finally {
    rmSync(bed.filesDir, { recursive: true });
    renameSync(aside, bed.filesDir);
    nemesis.healed('store of files away');
  }
}

/** Uploads with a request without an answer that finished later. */
function resumptions(history: readonly HistoryEvent[]): { resumed: number; longestMs: number } {
  const since = new Map<string, number>();
  let [resumed, longestMs] = [0, 0];
  for (const { op, phase, file, t, isFinished } of history) {
    if (op !== 'upload' || file === undefined) continue;
    if (phase === 'unknown' && !since.has(file)) since.set(file, t);
    const failedAt = since.get(file);
    if (!isFinished || failedAt === undefined) continue;
    since.delete(file);
    resumed += 1;
    longestMs = Math.max(longestMs, t - failedAt);
  }
  return { resumed, longestMs };
}

export const fileScenarios: readonly Scenario[] = [killInUploads, storeAway];
