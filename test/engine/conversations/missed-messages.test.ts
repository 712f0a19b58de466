/** What is found in the database while the bus between the nodes is in trouble: what no push has brought, and nothing else. */

import { expect } from 'chai';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import { draftOf } from '../../contracts/fixtures.ts';
import { draftTo, useEngine } from '../engine-bench.ts';

describe('missed messages', () => {
  const bench = useEngine();
  let ann: Caller;
  let ben: Caller;
  let channelId: string;

  beforeEach(async () => {
    [ann, ben] = await Promise.all([bench().join('Ann'), bench().join('Ben')]);
    const { engine, fanout } = bench();
    ({ channelId } = await engine.channels.withPeer(ann, ben.username));
    const [user] = await bench().stores.users.findByIds([ben.id]);
    await engine.presence.arrive(user!);
    bench().isTroubled = true;
    fanout.resynced.length = 0;
  });

  /** Stores a message as another node does. */
  const storeElsewhere = async () =>
    bench()
      .stores.messages.append(await draftOf(bench().stores, channelId, ann.id))
      .then(({ message }) => message);

  async function sweep(): Promise<string[]> {
    await bench().engine.missed.sweep();
    return bench().fanout.resynced.splice(0);
  }

  it('lets those who are here fetch, once for each message', async () => {
    await storeElsewhere();
    expect(await sweep()).to.deep.equal([ben.id]);
    expect(await sweep()).to.deep.equal([]);
    await storeElsewhere();
    expect(await sweep()).to.deep.equal([ben.id]);
  });

  it('leaves those alone whom a push has reached, of this node or of another', async () => {
    await bench().engine.messages.send(ann, draftTo(ben));
    expect(await sweep()).to.deep.equal([]);
    bench().engine.missed.note(ben.id, await storeElsewhere());
    expect(await sweep()).to.deep.equal([]);
  });

  it('finds one that came after what was pushed', async () => {
    bench().engine.missed.note(ben.id, await storeElsewhere());
    await storeElsewhere();
    expect(await sweep()).to.deep.equal([ben.id]);
  });

  it('asks nothing while the bus works', async () => {
    bench().isTroubled = false;
    await storeElsewhere();
    expect(await sweep()).to.deep.equal([]);
  });
});
