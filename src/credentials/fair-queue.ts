/** A bounded queue with fair shares: lanes take turns, so a lane that fills its part delays no other by more than one task. */

export interface FairQueueOptions {
  concurrency: number;
  /** Tasks that wait in one lane. */
  laneMax: number;
  /** Tasks that wait in all lanes. Beyond it the longest lane loses its newest task. */
  totalMax: number;
  /** Creates the error of a task that finds no place, or loses it. */
  refusal(reason: 'lane' | 'total'): Error;
}

export interface FairQueue {
  /** @throws the refusal when a task of this lane would find no place */
  admit(lane: string): void;
  run<T>(lane: string, work: () => Promise<T>): Promise<T>;
  /** Tasks that wait in all lanes. */
  size(): number;
}

interface Task {
  start(): void;
  reject(error: Error): void;
}

/** The waiting tasks, in the order of their lanes' turns. No lane is empty. */
function createLanes() {
  const lanes = new Map<string, Task[]>();
  let size = 0;

  const longest = () => [...lanes.values()].reduce((a, b) => (b.length > a.length ? b : a), []);

  return {
    size: () => size,
    sizeOf: (lane: string) => lanes.get(lane)?.length ?? 0,
    longestSize: () => longest().length,
    add(lane: string, task: Task): void {
      lanes.set(lane, [...(lanes.get(lane) ?? []), task]);
      size += 1;
    },
    /** Removes the newest task of the longest lane, which has several. */
    takeSurplus(): Task | undefined {
      size -= 1;
      return longest().pop();
    },
    /** Removes the oldest task of the next lane, which then waits for its next turn. */
    takeNext(): Task | undefined {
      const [first] = lanes;
      if (!first) return undefined;
      const [lane, tasks] = first;
      lanes.delete(lane);
      if (tasks.length > 1) lanes.set(lane, tasks.slice(1));
      size -= 1;
      return tasks[0];
    },
  };
}

export function createFairQueue({ concurrency, laneMax, totalMax, refusal }: FairQueueOptions): FairQueue {
  const waiting = createLanes();
  let running = 0;

  function admit(lane: string): void {
    const own = waiting.sizeOf(lane);
    if (own >= laneMax) throw refusal('lane');
    if (waiting.size() >= totalMax && waiting.longestSize() <= own + 1) throw refusal('total');
  }

  function next(): void {
    const task = running < concurrency ? waiting.takeNext() : undefined;
    if (!task) return;
    running += 1;
    task.start();
  }

  function enqueue(lane: string, task: Task): void {
    if (waiting.size() >= totalMax) waiting.takeSurplus()?.reject(refusal('total'));
    waiting.add(lane, task);
    next();
  }

  function settled(): void {
    running -= 1;
    next();
  }

  return {
    admit,
    size: waiting.size,
    async run<T>(lane: string, work: () => Promise<T>): Promise<T> {
      admit(lane);
      await new Promise<void>((resolve, reject) => enqueue(lane, { start: resolve, reject }));
      return work().finally(settled);
    },
  };
}
