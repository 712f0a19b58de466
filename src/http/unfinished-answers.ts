/** Tracks the answers that a server has not finished, of each connection and in all. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export type Answer = ServerResponse<IncomingMessage>;

const byConnection = new WeakMap<Socket, Set<Answer>>();
const byServer = new WeakMap<Server, Set<Answer>>();

export function trackAnswers(server: Server): void {
  const all = new Set<Answer>();
  byServer.set(server, all);
  server.on('request', ({ socket }, answer: Answer) => {
    const ofConnection = byConnection.get(socket) ?? new Set();
    byConnection.set(socket, ofConnection);
    for (const answers of [all, ofConnection]) answers.add(answer);
    answer.once('close', () => {
      for (const answers of [all, ofConnection]) answers.delete(answer);
    });
  });
}

/** The unfinished answers of a connection, in the order of their requests. */
export const unfinishedOf = (socket: Socket): Answer[] => [...(byConnection.get(socket) ?? [])];

/** Settles when no answer is left, or after this many milliseconds. */
export async function answersFinished(server: Server, withinMs: number): Promise<void> {
  const answers = byServer.get(server) ?? new Set();
  const until = performance.now() + withinMs;
  while (answers.size > 0 && performance.now() < until) await wait(10);
}
