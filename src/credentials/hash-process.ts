/** The hash process: a program of low priority, so that a flood of logins leaves the CPU to messages. */
import { spawnSync } from 'node:child_process';
import { type HashResult, type HashTask, runHashTask } from './hash-task.ts';

/** A task of the node, and its result with the same id. */
export type NumberedTask = HashTask & { id: number };
export type NumberedResult = HashResult & { id: number };

// With low priority alone, a running hash delays a waking node by some milliseconds. The idle class of Linux yields at once.
// `--all-tasks` is needed: the thread that hashes has started already and would inherit nothing.
spawnSync('chrt', ['--all-tasks', '--idle', '--pid', '0', `${process.pid}`], { stdio: 'ignore' });

process.on('message', ({ id, ...task }: NumberedTask) => {
  // The node may have exited. With a callback, a failed send raises no `error` event.
  const answer = (result: HashResult) => process.send?.({ id, ...result }, undefined, undefined, () => {});
  runHashTask(task).then(answer, () => answer({}));
});

// The process ends with the node, not before: Ctrl-C reaches both, and the node still has logins to finish.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit(0));
