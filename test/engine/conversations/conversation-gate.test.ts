/** The one gate to a conversation: opened by the peer's name, remembered, and never for oneself or nobody. */

import { expect } from 'chai';
import { createEngine } from '../../../src/engine/engine.ts';
import type { ConversationStore } from '../../../src/engine/ports/conversation-port.ts';
import type { UserStore } from '../../../src/engine/ports/user-port.ts';
import type { Refusal } from '../../../src/protocol/refusals.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { until } from '../../support/waiting.ts';
import { useEngine } from '../engine-bench.ts';

describe('the gate to a conversation', () => {
  const bench = useEngine();

  /** Another gate to the same conversations, which counts what it asks and can be cut off from the database. */
  function countingGate() {
    const asked = { peers: 0, heads: 0, away: false };
    const { parts } = bench();
    const answer = async <T>(work: () => Promise<T>): Promise<T> => {
      if (asked.away) throw new Error('away');
      return work();
    };
    const findPeer: UserStore['findPeer'] = (name) => {
      asked.peers += 1;
      return answer(() => parts.users.findPeer(name));
    };
    const head: ConversationStore['head'] = (id) => {
      asked.heads += 1;
      return answer(() => parts.channels.head(id));
    };
    const users = { ...parts.users, findPeer };
    const { channels } = createEngine({ ...parts, users, channels: { ...parts.channels, head } });
    return { channels, asked };
  }

  it('leads both to the same one, whatever the case of the name, and asks once', async () => {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    const { channels, asked } = countingGate();
    const names = [bert.username, bert.username.toUpperCase(), bert.username];
    const pairs = await Promise.all(names.map((name) => channels.withPeer(anna, name)));
    const [{ channelId } = { channelId: '' }] = pairs;
    const peer = { id: bert.id, username: bert.username };
    expect(pairs).to.deep.equal(Array(3).fill({ channelId, peer }));
    expect(asked.peers).to.equal(1);
    expect(await channels.withPeer(bert, anna.username)).to.include({ channelId });
  });

  it('is not for oneself, and says which field is wrong', async () => {
    const anna = await bench().join();
    const refusal: Refusal = await bench()
      .engine.channels.withPeer(anna, anna.username.toUpperCase())
      .then(
        () => expect.fail('was let in'),
        (error) => error,
      );
    expect(refusal.toBody()).to.deep.include({ code: 'invalid_input', fields: { username: 'must not be your own' } });
    expect(await codeOf(bench().engine.channels.withPeer(anna, 'nobody-here'))).to.equal('not_found');
  });

  it('asks again after a failure', async () => {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    const { channels, asked } = countingGate();
    const failed = (work: Promise<unknown>) => work.then(() => false).catch((error: Error) => error.message === 'away');
    asked.away = true;
    expect(await failed(channels.withPeer(anna, bert.username))).to.equal(true);
    asked.away = false;
    const { channelId } = await channels.withPeer(anna, bert.username);
    asked.away = true;
    expect(await failed(channels.isBlocked(channelId))).to.equal(true);
    asked.away = false;
    expect(await channels.isBlocked(channelId)).to.equal(false);
  });

  it('remembers whether a block stands, until it is told or finds out', async () => {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    const { channels, asked } = countingGate();
    const { channelId } = await channels.withPeer(anna, bert.username);
    const both = [channels.isBlocked(channelId), channels.isBlocked(channelId)];
    expect([asked.heads, ...(await Promise.all(both))]).to.deep.equal([1, false, false]);
    await bench().stores.blocks.block(channelId, anna.id, new Map());
    await until('the block is met', () => channels.isBlocked(channelId));
    channels.noteBlock(channelId, false);
    const before = asked.heads;
    expect([await channels.isBlocked(channelId), asked.heads]).to.deep.equal([false, before]);
  });
});
