/** The command `duologue fsck`: checks every conversation in the database, and repairs on request. */
import type { FsckReport } from '../compose.ts';
import { readConfig } from '../config.ts';
import type { Command } from './command.ts';
import { print } from './output.ts';

export const fsckCommand: Command = {
  summary: 'check that no conversation has a gap, a repeat or a read state out of range; nodes may keep running',
  flags: { repair: 'repair the faults that can be repaired without losing text' },
  async run({ flags }) {
    const config = readConfig();
    const { fsck } = await import('../compose.ts');
    const report = await fsck({ ...config, repair: flags.has('repair'), onProgress: showProgress });
    showOnTerminal('\r');
    printReport(report);
  },
};

function showProgress(conversations: number): void {
  showOnTerminal(`\r${conversations} conversations …`);
}

function showOnTerminal(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(text);
}

/** Ends the process with code 1 when a fault is left. */
function printReport({ faults, conversations, messages }: FsckReport): void {
  for (const { what, channelId, repaired } of faults) {
    const where = channelId === null ? '' : `conversation ${channelId}: `;
    print(`${repaired ? 'Repaired' : 'Fault'}: ${where}${what}.`);
  }
  const left = faults.filter((fault) => !fault.repaired).length;
  print(
    `Checked ${conversations} conversations with ${messages} messages: seqs without gaps or repeats, one conversation a pair, ` +
      'one message a clientId, read states within range, times that agree, uses of invites within range.',
  );
  print(left === 0 ? 'Nothing is wrong.' : `${left} ${left === 1 ? 'fault' : 'faults'} left.`);
  if (left > 0) process.exitCode = 1;
}
