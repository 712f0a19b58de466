/** Measures uploads through HAProxy beside a bare @tus/server, and delivery of messages while many upload. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startHaproxy } from '../../test/support/haproxy.ts';
import { makeFolder, removeFolder } from '../../test/support/temporary-folder.ts';
import { atLeast, atMost, compare, type Figure, figureOf } from '../figure.ts';
import { type LoadResult, runRate } from '../load.ts';
import { residentKib } from '../process-usage.ts';
import type { ReferenceProcess } from '../reference-process.ts';
import type { UploadTask } from '../single-upload.ts';
import { type Deployment, type Stage, using } from '../stage.ts';
import { repeat, type Suite } from '../suite.ts';
import { withLanes } from '../target.ts';
import { warmUp } from '../warm-up.ts';

const mebibyte = 1_024 ** 2;
const manyUploads = 20;
const manyBytes = 50 * mebibyte;
const rate = 500;
const memoryEveryMs = 50;

const roomy = { FILE_MAX_MIB: '2047', FILES_QUOTA_MIB: '1048576', FILES_TOTAL_MIB: '1048576' };

interface LargeUpload {
  mebibytesPerSecond: number;
  /** The most memory that the process took beyond what it had before, in MiB. */
  memory: number;
}

export const filesSuite: Suite = {
  name: 'files',
  title: 'a large upload through HAProxy, and delivery while 20 files of 50 MiB are uploaded',
  async run(stage, say) {
    const [folder, bareFolder] = [makeFolder('files'), makeFolder('bare-files')];
    const bare = await stage.reference('bare-tus.ts', { FOLDER: bareFolder });
    try {
      return await using(
        [await stage.cluster(1, undefined, { ...roomy, FILES_DIR: folder })] as const,
        async ([cluster]) => [
          ...(await largeUploads(stage, cluster, bare, say)),
          ...(await deliveryBesideUploads(stage, cluster, say)),
        ],
      );
    } finally {
      await bare.stop();
      for (const one of [folder, bareFolder]) removeFolder(one);
    }
  },
};

async function largeUploads(
  { plan }: Stage,
  cluster: Deployment,
  bare: ReferenceProcess,
  say: (text: string) => void,
): Promise<Figure[]> {
  const bytes = plan.uploadMebibytes * mebibyte;
  const size = `${plan.uploadMebibytes} MiB`;
  const cookie = cluster.users[0]?.cookie ?? '';
  const [node] = cluster.nodes;
  if (!node) throw new Error('No node');
  const rounds = await repeat(plan.repetitions, async (repetition) => {
    say(`${size} to the bare server, repetition ${repetition}`);
    const reference = await uploadThrough(bare, { cookie, bytes });
    say(`${size}, repetition ${repetition}`);
    return { reference, ours: await uploadThrough(node, { cookie, bytes }) };
  });
  return [
    compare({
      what: `upload of ${size} through HAProxy`,
      unit: 'MiB/s',
      ours: rounds.map(({ ours }) => ours.mebibytesPerSecond),
      reference: rounds.map(({ reference }) => reference.mebibytesPerSecond),
      against: 'bare @tus/server',
      goal: atLeast(0.5),
    }),
    figureOf(
      `memory of the node during an upload of ${size}`,
      'MiB more',
      rounds.map(({ ours }) => ours.memory),
      atMost(64),
    ),
  ];
}

/** Uploads once through a load balancer of its own. */
async function uploadThrough(
  server: { port: number; pid: number },
  task: Omit<UploadTask, 'port'>,
): Promise<LargeUpload> {
  const haproxy = await startHaproxy({ nodes: [server] });
  const before = residentKib(server.pid);
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, residentKib(server.pid))), memoryEveryMs);
  try {
    const [seconds = Number.NaN] = await uploadAll([{ ...task, port: haproxy.port }]);
    return { mebibytesPerSecond: task.bytes / mebibyte / seconds, memory: (most - before) / 1_024 };
  } finally {
    clearInterval(timer);
    await haproxy.dispose();
  }
}

/** In another process. Answers the seconds of each. */
async function uploadAll(tasks: readonly UploadTask[]): Promise<number[]> {
  const args = ['--import', 'tsx', 'bench/upload-process.ts', JSON.stringify(tasks)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as number[];
}

async function deliveryBesideUploads(
  stage: Stage,
  cluster: Deployment,
  say: (text: string) => void,
): Promise<Figure[]> {
  await warmUp(stage, [cluster]);
  const rounds = await repeat(stage.plan.repetitions, async (repetition) => {
    say(`messages alone, repetition ${repetition}`);
    const quiet = await sendMessages(stage, cluster);
    say(`messages beside uploads, repetition ${repetition}`);
    const [beside] = await Promise.all([sendMessages(stage, cluster), uploadMany(cluster)]);
    return { quiet, beside };
  });
  const figure = (value: 'p50' | 'p99') =>
    compare({
      what: `${manyUploads} uploads of ${manyBytes / mebibyte} MiB at once: ${value} of delivery at ${rate}/s`,
      unit: 'ms',
      ours: rounds.map(({ beside }) => beside[value]),
      reference: rounds.map(({ quiet }) => quiet[value]),
      against: 'quiet',
      ...(value === 'p99' ? { goal: atMost(2) } : {}),
    });
  return [figure('p99'), figure('p50')];
}

const sendMessages = ({ plan }: Stage, cluster: Deployment): Promise<LoadResult> =>
  withLanes(cluster, plan.pairs, (lanes) =>
    runRate({ lanes, pids: cluster.pids, warmMs: plan.warmMs, measureMs: plan.measureMs }, rate),
  );

/** Each by another user, directly to the node. */
const uploadMany = ({ users, ports }: Deployment): Promise<number[]> =>
  uploadAll(users.slice(0, manyUploads).map(({ cookie }) => ({ port: ports[0] ?? 0, cookie, bytes: manyBytes })));
