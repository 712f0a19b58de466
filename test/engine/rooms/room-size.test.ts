/** The number of members that a new room may have. */
import { expect } from 'chai';
import { roomLimits } from '../../../src/protocol/limits.ts';
import { codeOf, makeUser } from '../../contracts/fixtures.ts';
import { useEngine } from '../engine-bench.ts';

describe('a new room', () => {
  const bench = useEngine();

  it('has at most 200 members with its owner; one more is refused, and nothing is stored or told', async () => {
    const { engine, stores, fanout } = bench();
    const owner = await bench().join();
    const names: string[] = [];
    while (names.length < roomLimits.membersMax) names.push((await makeUser(stores)).username);
    fanout.take();
    expect(await codeOf(engine.rooms.create(owner, { title: 'Crowd', members: names }))).to.equal('invalid_input');
    expect(await stores.rooms.roomsOf(owner.id)).to.deep.equal([]);
    expect(fanout.take()).to.deep.equal([]);
    const { conversation } = await engine.rooms.create(owner, { title: 'Crowd', members: names.slice(1) });
    expect(conversation.room?.memberCount).to.equal(roomLimits.membersMax);
    fanout.take();
    const late = { title: 'Bigger', add: names.slice(0, 1) };
    expect(await codeOf(engine.rooms.change(owner, conversation.channelId, late))).to.equal('invalid_input');
    expect(fanout.take()).to.deep.equal([]);
  });
});
