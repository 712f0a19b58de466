/** Bounds the files that one user downloads from this node at the same time: each holds a file or a connection open. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LimitRefusal } from '../policy/limit-refusal.ts';
import { limitTable } from '../policy/limit-table.ts';
import { callerIn } from './guards.ts';

export function createDownloadCounts() {
  const counts = new Map<string, number>();
  const add = (id: string, more: number) => {
    const count = (counts.get(id) ?? 0) + more;
    if (count > 0) counts.set(id, count);
    else counts.delete(id);
  };

  /** Counts this answer until it is sent or its connection is closed. @throws LimitRefusal `rate_limited` */
  return async function countDownload(request: FastifyRequest, { raw }: FastifyReply): Promise<void> {
    const { id } = callerIn(request);
    if ((counts.get(id) ?? 0) >= limitTable.downloadsPerUser.points) throw tooMany();
    if (raw.destroyed) return;
    add(id, 1);
    raw.once('close', () => add(id, -1));
  };
}

const tooMany = () =>
  new LimitRefusal('downloadsPerUser', 'rate_limited', 'Too many downloads at once. Try again in a moment.', {
    retryAfterMs: 1_000,
  });
