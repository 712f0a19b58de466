/** Tests that a device which lost pushes converges to the state of a fresh device. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Messenger } from '../../../src/web/model/messenger.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { type Change, deletion, editTo, pinning, reaction } from './fake-changes.ts';
import { FakeDevices } from './fake-devices.ts';

/** The visible state of a device, as plain data. */
function visibleState(device: Messenger) {
  const conversations = device.conversations.active.value.map((conversation) => ({
    peer: conversation.peer,
    last: conversation.last.value?.seq,
    unread: conversation.unread.value,
    positions: conversation.readState.value,
  }));
  conversations.sort((a, b) => a.peer.localeCompare(b.peer));
  const log = device.rows.value
    .slice(-20)
    .map(({ key, clientId, at, startsNew, startsDay, startsGroup, ...row }) => row);
  return { conversations, log };
}

const kinds = [
  ...['ben says', 'cid says', 'I say elsewhere', 'ben reads', 'ben receives', 'I read elsewhere'],
  ...['ben answers', 'ben edits', 'ben deletes', 'ben reacts', 'ben pins', 'I edit elsewhere', 'I react elsewhere'],
] as const;

describe('convergence', () => {
  let devices: FakeDevices;

  it('shows what a fresh device shows, after any loss, repetition and order of pushes', async () => {
    const action = fc.record({
      kind: fc.constantFrom(...kinds),
      far: fc.integer({ min: 0, max: 4 }),
    });
    const scenario = fc.record({
      earlier: fc.array(action, { maxLength: 12 }),
      actions: fc.array(action, { minLength: 1, maxLength: 20 }),
      fates: fc.array(fc.constantFrom('lost', 'once', 'twice'), { minLength: 8, maxLength: 8 }),
      shuffle: fc.array(fc.nat(), { minLength: 10, maxLength: 10 }),
      opensBefore: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ earlier, actions, fates, shuffle, opensBefore }) => {
        devices = new FakeDevices();
        try {
          for (const { kind, far } of earlier) act(kind, far);
          const wire = devices.server.connect('ann');
          const ann = devices.device('ann', wire);
          if (opensBefore) ann.openWith('ben');
          await devices.settle();
          wire.heldPushes = [];
          for (const { kind, far } of actions) act(kind, far);
          const pushes = wire.heldPushes
            .map((push, index) => ({
              push,
              fate: fates[index % fates.length],
              rank: shuffle[index % shuffle.length] ?? 0,
            }))
            .sort((a, b) => a.rank - b.rank);
          wire.heldPushes = null;
          for (const { push, fate } of pushes) {
            if (fate !== 'lost') wire.deliver(push);
            if (fate === 'twice') wire.deliver(push);
          }
          ann.openWith('ben');
          ann.resync();
          await devices.settle();

          const fresh = devices.device('ann');
          fresh.openWith('ben');
          await devices.settle();
          expect(visibleState(ann)).to.deep.equal(visibleState(fresh));
        } finally {
          devices.end();
        }
      }),
      { numRuns: 1_000 },
    );
  });

  function act(kind: string, far: number): void {
    const length = devices.server.channel('ann', 'ben').messages.length;
    if (kind === 'ben says') devices.server.send('ben', 'ann', `b${length}`);
    if (kind === 'cid says') devices.server.send('cid', 'ann', 'psst');
    if (kind === 'I say elsewhere') devices.server.send('ann', 'ben', `a${length}`);
    if (kind === 'ben reads') devices.server.mark('read', 'ben', 'ann', length - far);
    if (kind === 'ben receives') devices.server.mark('delivered', 'ben', 'ann', length - far);
    if (kind === 'I read elsewhere') devices.server.mark('read', 'ann', 'ben', length - far);
    if (length - far < 1) return;
    const rev = devices.server.channel('ann', 'ben').rev;
    if (kind === 'ben answers') devices.server.send('ben', 'ann', 'a reply', { replyTo: length - far });
    if (kind === 'ben edits') change('ben', length - far, editTo(`edit ${rev}`));
    if (kind === 'ben deletes') change('ben', length - far, deletion);
    if (kind === 'ben reacts') change('ben', length - far, reaction('👍', rev % 3 > 0));
    if (kind === 'ben pins') change('ben', length - far, pinning(rev % 2 === 0));
    if (kind === 'I edit elsewhere') change('ann', length - far, editTo(`my edit ${rev}`));
    if (kind === 'I react elsewhere') change('ann', length - far, reaction('🎉', rev % 3 > 0));
  }

  /** A refused change changes nothing. */
  function change(who: string, seq: number, how: Change): void {
    try {
      devices.server.change(who, who === 'ann' ? 'ben' : 'ann', seq, how);
    } catch (error) {
      expect(error).to.be.instanceOf(WireFailure);
    }
  }
});
