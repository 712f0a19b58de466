/** Tests that commands given to two tabs end on the server as the user gave them, whatever is lost on the way. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Messenger } from '../../../src/web/model/messenger.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { FakeDevices } from './fake-devices.ts';
import type { FakeWire } from './fake-server.ts';
import { fakeStores } from './fake-stores.ts';

const step = fc.record({
  kind: fc.constantFrom(
    'send',
    'edit',
    'delete',
    'undo',
    'react',
    'unreact',
    'pin',
    'unpin',
    'reload',
    'offline',
    'online',
    'wait',
  ),
  place: fc.nat({ max: 6 }),
  tab: fc.nat({ max: 1 }),
});
const commandEvents = ['chatMessage', 'editMessage', 'deleteMessage', 'react', 'pin'];
const fates = fc.array(fc.constantFrom('fine', 'fine', 'lost', 'busy', 'limited'), { minLength: 5, maxLength: 12 });

/** The visible messages, without the values that only the server decides. */
function shown(device: Messenger) {
  return device.rows.value
    .map(({ clientId, body, isDeleted, pinned, reactions }) => ({ clientId, body, isDeleted, pinned, reactions }))
    .sort((a, b) => a.clientId.localeCompare(b.clientId));
}

describe('the command queue of two tabs', () => {
  it('brings the server to the state that the user sees, after lost answers, refusals for a while, reloads and times without a connection', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), fates, async (steps, fate) => {
        const devices = new FakeDevices();
        try {
          for (const body of ['from ben', 'more']) devices.server.send('ben', 'ann', body);
          devices.server.send('ann', 'ben', 'from ann');
          const stores = fakeStores();
          let count = 0;
          const fail: FakeWire['fate'] = ({ event }) => {
            if (!commandEvents.includes(event)) return null;
            count += 1;
            const now = fate[count % fate.length];
            if (now === 'lost') return 'lost';
            if (now === 'busy') return new WireFailure('unavailable', 'later');
            return now === 'limited' ? new WireFailure('rate_limited', 'later', 50) : null;
          };
          const wires = [devices.server.connect('ann'), devices.server.connect('ann')];
          const enter = (tab: number) => {
            const device = devices.device('ann', wires[tab], stores);
            device.openWith('ben');
            return device;
          };
          const tabs = [enter(0), enter(1)];
          await devices.settle();
          for (const wire of wires) wire.fate = fail;
          for (const { kind, place, tab } of steps) {
            const device = tabs[tab] ?? enter(tab);
            const wire = wires[tab];
            const row = device.rows.value[place % device.rows.value.length];
            if (!row || !wire) continue;
            if (kind === 'send') device.send(`text ${count}`);
            if (kind === 'edit' && row.mine && !row.isDeleted) device.change.edit(row, `edit ${count}`);
            if (kind === 'delete' && row.mine) device.change.remove(row);
            if (kind === 'undo') device.change.undoRemove(row);
            if (!row.isDeleted && kind.endsWith('react')) device.change.react(row, '👍', kind === 'react');
            if (!row.isDeleted && kind.endsWith('pin')) device.change.pin(row, kind === 'pin');
            if (kind === 'offline') wire.state.value = 'lost';
            if (kind === 'online') wire.state.value = 'connected';
            if (kind === 'wait') await devices.settle(700 * place);
            if (kind === 'reload') {
              device.stop();
              tabs[tab] = enter(tab);
            }
            count += 1;
            await devices.settle(1);
          }
          for (const wire of wires) {
            wire.fate = () => null;
            wire.state.value = 'connected';
          }
          // For a moment, a tab does not show what the other one has sent.
          const before: ReturnType<typeof shown>[][] = [];
          for (let sample = 0; sample < 2; sample += 1) {
            await devices.settle(400);
            before.push(tabs.map(shown));
          }
          await devices.settle(40_000);
          const fresh = devices.device('ann');
          fresh.openWith('ben');
          await devices.settle();
          for (const [tab, device] of tabs.entries()) {
            expect(device.commands.waiting.value).to.deep.equal([]);
            expect(shown(device)).to.deep.equal(shown(fresh));
            expect(before.map((of) => of[tab])).to.deep.include(shown(fresh));
          }
        } finally {
          devices.end();
        }
      }),
      { numRuns: 300 },
    );
  });
});
