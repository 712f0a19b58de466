/** The command `duologue fsck`: checks every conversation in the database, and repairs on request. */
import type { FsckReport } from '../compose-commands.ts';
import { type Command, counted, type Result } from './command.ts';
import { onDatabase } from './database-work.ts';
import { audited } from './operator-audit.ts';
import { showProgress } from './output.ts';

export const fsckCommand: Command = {
  name: 'fsck',
  summary: 'check that no conversation has a gap, a repeat or a read state out of range; nodes may keep running',
  options: { repair: { help: 'repair the faults that can be repaired without losing text' } },
  run: ({ flags }) => (flags.has('repair') ? audited('repair', () => check(true)) : check(false)),
};

function check(repair: boolean): Promise<Result> {
  return onDatabase(async (config) => {
    const { fsck } = await import('../compose-commands.ts');
    const onProgress = (conversations: number) => showProgress(`${conversations} conversations …`);
    const report = await fsck({ ...config, repair, onProgress });
    showProgress('');
    return asResult(report);
  });
}

/** Fails when a fault is left. */
export function asResult({ faults, conversations, messages }: FsckReport): Result {
  const left = faults.filter((fault) => !fault.repaired).length;
  const lines = faults.map(
    ({ what, channelId, repaired }) =>
      `${repaired ? 'Repaired' : 'Fault'}: ${channelId === null ? '' : `conversation ${channelId}: `}${what}.`,
  );
  const checked =
    `Checked ${counted(conversations, 'conversation')} with ${counted(messages, 'message')}: seqs without gaps or repeats, one conversation a pair, ` +
    'one message a clientId, read states within range, times that agree, revisions with their versions, reactions and pins, the search index, ' +
    'uses of invites within range.';
  const verdict = left === 0 ? 'Nothing is wrong.' : `${counted(left, 'fault')} left.`;
  return {
    text: [...lines, checked, verdict].join('\n'),
    json: { conversations, messages, faults, faultsLeft: left },
    failed: left > 0,
  };
}
