/** The fair queue: lanes take turns, a full lane refuses, and the longest lane loses when all places are taken. */
import { expect } from 'chai';
import { createFairQueue } from '../../src/credentials/fair-queue.ts';

function newQueue({ laneMax = 10, totalMax = 20 } = {}) {
  const ended: string[] = [];
  const releases: (() => void)[] = [];
  const queue = createFairQueue({ concurrency: 1, laneMax, totalMax, refusal: (reason) => new Error(reason) });
  const add = (lane: string) =>
    queue
      .run(lane, () => new Promise<void>((resolve) => releases.push(resolve)))
      .then(
        () => ended.push(lane),
        ({ message }: Error) => ended.push(`${lane}: ${message}`),
      );
  /** Ends the running task until none is left. */
  async function drain(): Promise<string[]> {
    for (let idle = 0; idle < 5; ) {
      const release = releases.shift();
      release?.();
      idle = release ? 0 : idle + 1;
      await new Promise(setImmediate);
    }
    return ended;
  }
  return { queue, add, drain, ended };
}

describe('createFairQueue', () => {
  it('gives each lane its turn, however many tasks another lane has', async () => {
    const { add, drain } = newQueue();
    for (let task = 0; task < 6; task += 1) void add('loud');
    void add('anna');
    void add('bert');
    void add('anna');
    const order = await drain();
    expect(order.slice(0, 5)).to.have.members(['loud', 'loud', 'anna', 'bert', 'loud']).and.have.length(5);
    expect(order).to.have.length(9);
  });

  it('refuses a task of a full lane at once, and none of another lane', async () => {
    const { add, drain, queue } = newQueue({ laneMax: 2 });
    for (let task = 0; task < 5; task += 1) void add('loud');
    expect(() => queue.admit('loud')).to.throw('lane');
    expect(() => queue.admit('anna')).to.not.throw();
    void add('anna');
    expect((await drain()).sort()).to.deep.equal(['anna', 'loud', 'loud', 'loud', 'loud: lane', 'loud: lane']);
  });

  it('takes a place from the longest lane when all places are taken', async () => {
    const { add, drain } = newQueue({ totalMax: 6 });
    for (let task = 0; task < 7; task += 1) void add('loud');
    void add('anna');
    const order = await drain();
    expect(order).to.include('loud: total').and.include('anna');
    expect(order).to.have.length(8);
  });

  it('refuses a new lane when every lane has one task only', async () => {
    const { add, drain, queue } = newQueue({ totalMax: 3 });
    for (const lane of ['running', 'a', 'b', 'c']) void add(lane);
    expect(() => queue.admit('d')).to.throw('total');
    void add('d');
    expect((await drain()).filter((end) => end.includes(':'))).to.deep.equal(['d: total']);
  });

  it('goes on after a task that failed', async () => {
    const { queue } = newQueue();
    const failed = queue.run('a', async () => {
      throw new Error('broken');
    });
    expect(await failed.catch(({ message }: Error) => message)).to.equal('broken');
    expect(await queue.run('a', async () => 'works')).to.equal('works');
  });
});
