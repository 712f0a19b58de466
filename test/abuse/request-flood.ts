/** Sends HTTP requests at a fixed rate, without waiting for the answers, and counts the answers by status. */
import { type Flood, repeated } from './flood.ts';

export interface Answered {
  status: number;
  bytes?: number;
}

/** Sends `each` requests every `everyMs` milliseconds. */
export function requestFlood(everyMs: number, each: number, send: (index: number) => Promise<Answered>): Flood {
  const counts = new Map<number, number>();
  let largest = 0;
  const act = async (index: number) => {
    const { status, bytes = 0 } = await send(index);
    counts.set(status, (counts.get(status) ?? 0) + 1);
    largest = Math.max(largest, bytes);
  };
  const flood = repeated(everyMs, each, (index) => void act(index).catch(() => {}));
  flood.note = () => {
    const statuses = [...counts].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
    if (largest > 0) statuses.push(`largest answer ${Math.ceil(largest / 1_024)} KiB`);
    return statuses.join(', ');
  };
  return flood;
}
