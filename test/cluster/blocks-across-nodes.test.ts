/** Blocks across two nodes: for messages at once, for presence and typing within a second, with and without Redis. */
import { expect } from 'chai';
import { expectStatus } from '../support/client.ts';
import { collect, nextEvent } from '../support/device.ts';
import { until } from '../support/waiting.ts';
import { connectPair, draft, nodesOf, type Pair, useTwoNodes } from './pair-across-nodes.ts';

describe('a block across two nodes', () => {
  const nodes = useTwoNodes();

  const block = async ({ ann, ben }: Pair, method: 'PUT' | 'DELETE') =>
    expectStatus(await ann.fetch(`/api/blocks/${ben.username}`, { method }), 204);
  const codeOfSend = async ({ ann, benDevice }: Pair) => {
    const answer = await benDevice.request('chatMessage', draft(ann.username));
    return answer.ok ? 'stored' : answer.error.code;
  };

  it('refuses messages of the blocked user on another node at once, and accepts them after the block', async () => {
    const pair = await connectPair(nodes().cluster);
    expect(await codeOfSend(pair)).to.equal('stored');
    await block(pair, 'PUT');
    expect(await codeOfSend(pair)).to.equal('forbidden');
    await block(pair, 'DELETE');
    expect(await codeOfSend(pair)).to.equal('stored');
  });

  it('shows the blocker offline to a watcher on another node, and online after the block', async () => {
    const pair = await connectPair(nodes().cluster);
    const { ann, benDevice } = pair;
    await benDevice.ask('watch', { usernames: [ann.username] });
    const shown = (online: boolean) =>
      nextEvent(benDevice, 'updateUsers', ({ users }) => users.some((user) => user.online === online));
    const offline = shown(false);
    await block(pair, 'PUT');
    await offline;
    const online = shown(true);
    await block(pair, 'DELETE');
    await online;
  });

  it('holds for messages and typing while Redis is away', async () => {
    const pair = await connectPair(nodes().cluster);
    const { ann, benDevice } = pair;
    expect(await codeOfSend(pair)).to.equal('stored');
    await nodes().redis.stop();
    try {
      await block(pair, 'PUT');
      expect(await codeOfSend(pair)).to.equal('forbidden');
      // Ann's second device is on Ben's node, so that its pushes need no bus.
      const nearby = await ann.connect(nodesOf(nodes().cluster).second);
      const typed = collect(nearby, 'typing');
      const isHeard = async () => {
        const before = typed.length;
        benDevice.emit('typing', { to: ann.username });
        await benDevice.ask('conversations', {});
        await nearby.ask('conversations', {});
        return typed.length > before;
      };
      // Without Redis, the poll finds the block (docs/protocol.md, Blocks).
      await until("Ben's node notices", async () => !(await isHeard()));
      expect(await isHeard()).to.equal(false);
    } finally {
      await nodes().redis.start();
      await until('the block can be lifted', async () => {
        await block(pair, 'DELETE');
        return true;
      });
    }
  });
});
