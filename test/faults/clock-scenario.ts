/** The scenario in which the clock of one node jumps: order, uniqueness and sessions must not depend on it. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireProgram } from '../support/programs.ts';
import { makeFolder } from '../support/temporary-folder.ts';
import type { Scenario } from './scenario.ts';

let offsetFile = '';

/** This file sets the wall clock of the second node; its monotonic clock stays right, as the kernel's would. */
function fakeTimeEnv(index: number): Record<string, string> {
  if (index !== 1) return {};
  const library = execFileSync('dpkg', ['-L', 'libfaketime'], { encoding: 'utf8' })
    .split('\n')
    .find((path) => path.endsWith('/libfaketime.so.1'));
  if (!library) throw new Error('The package libfaketime has no libfaketime.so.1.');
  offsetFile = join(makeFolder('clock'), 'offset');
  writeFileSync(offsetFile, '+0s');
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: offsetFile,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

const timesBack = `SELECT COUNT(*) AS \`count\` FROM \`Message\` a JOIN \`Message\` b
  ON b.\`channelId\` = a.\`channelId\` AND b.\`seq\` = a.\`seq\` + 1 WHERE b.\`sentAt\` < a.\`sentAt\``;

const day = 86_400;
const jumps = [
  ['+3600s', 3_600],
  ['-3600s', -3_600],
  ['+30d', 30 * day],
  ['-30d', -30 * day],
  ['-2s', -2],
  ['+0s', 0],
] as const;

/** How many seconds the clock of the node is ahead of the clock of the test. */
async function clockOf(url: string): Promise<number> {
  const answer = await fetch(`${url}/healthz`);
  await answer.body?.cancel();
  return Math.round((Date.parse(answer.headers.get('date') ?? '') - Date.now()) / 1_000);
}

const jumpingClock: Scenario = {
  name: 'F30',
  title: 'the clock of one node jumps by an hour, by 30 days, and back by 2 s',
  bed: {
    nodeEnv: (index) => {
      requireProgram('faketime');
      return fakeTimeEnv(index);
    },
  },
  async run({ nemesis, sleep, amount, pool, bed, check }) {
    for (const [offset, seconds] of jumps) {
      nemesis.note('clock jump');
      writeFileSync(offsetFile, offset);
      await sleep(amount(1_500, 8_000));
      const ahead = await clockOf(bed.nodes[1]!.process.url);
      check(`the clock jumped by ${offset}`, Math.abs(ahead - seconds) < 3, `${ahead} s ahead`);
      const [user] = pool.pairs[0]!.users;
      const statuses = await Promise.all(
        bed.nodes.map(async ({ process }) => (await user.at(process.url).fetch('/api/me')).status),
      );
      check(
        `the session holds on every node at ${offset}`,
        statuses.every((status) => status === 200),
        statuses.join(),
      );
      nemesis.healed('clock jump');
    }
    const [row] = await bed.query<{ count: bigint }>(timesBack);
    check('no message has a time before its predecessor', Number(row?.count) === 0, `${row?.count}`);
  },
};

export const clockScenarios: readonly Scenario[] = [jumpingClock];
