/** Tests the pushes of statuses: to those who watch the user, and to the user's own devices; none to a blocked peer. */
import { expect } from 'chai';
import type { User } from '../../src/protocol/shapes.ts';
import { messageTo } from '../engine/engine-bench.ts';
import { useNode } from '../http/in-process-node.ts';
import { expectStatus, register } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { until } from '../support/waiting.ts';
import { everything, settled } from './sockets.ts';

const isOffline = ({ users }: { users: User[] }) => users[0]?.online === false;

describe('a status', () => {
  const url = useNode();

  async function makeScene() {
    const [ann, ben] = await Promise.all([register(url()), register(url())]);
    const [desk, phone, bens] = await Promise.all([ann.connect(), ann.connect(), ben.connect()]);
    await desk.ask('chatMessage', messageTo(ben));
    await settled(desk, phone, bens);
    const watch = () => bens.ask('watch', { usernames: [ann.username] });
    await watch();
    /** The statuses of Ann that are pushed to Ben. */
    const toBen: (string | undefined)[] = [];
    bens.on('updateUsers', ({ users }) => {
      for (const { username, status } of users) if (username === ann.username) toBen.push(status?.text);
    });
    const close = () => [desk, phone, bens].forEach((device) => void device.close());
    return { ann, ben, desk, phone, bens, toBen, watch, close };
  }
  const seenBy = async (device: Device, username: string) =>
    (await device.ask('listUsers', { query: username })).users[0]?.status;

  it('shows the status to watchers, and all of it to the own devices only', async () => {
    const { ann, desk, phone, bens, toBen, close } = await makeScene();
    const [heard, bensHeard] = [everything(phone), everything(bens)];
    const answer = await desk.ask('setStatus', { text: 'At lunch', emoji: '🍜', doNotDisturb: true });
    await until('the own device', () => heard.some(({ name }) => name === 'status'));
    expect(heard).to.deep.equal([{ name: 'status', payload: answer }]);
    await until('the watcher', () => toBen.length === 1);
    expect(await seenBy(bens, ann.username)).to.deep.equal({ text: 'At lunch', emoji: '🍜', until: null });
    await desk.ask('setStatus', { text: 'At lunch', emoji: '🍜' });
    await desk.ask('setStatus', { text: 'Back' });
    await until('the next status', () => toBen.includes('Back'));
    expect(toBen, 'the end of do-not-disturb is private').to.deep.equal(['At lunch', 'Back']);
    expect(JSON.stringify(bensHeard)).to.not.include('isturb');
    close();
  });

  it('stops at a block, which shows the status of its beginning, and comes again after it', async () => {
    const { ann, ben, desk, bens, toBen, watch, close } = await makeScene();
    await desk.ask('setStatus', { text: 'Before' });
    await until('the watcher', () => toBen.includes('Before'));
    expectStatus(await ann.fetch(`/api/blocks/${ben.username}`, { method: 'PUT' }), 204);
    await until('the block', async () => isOffline(await watch()));
    await desk.ask('setStatus', { text: 'Hidden' });
    expect((await watch()).users[0]?.status?.text).to.equal('Before');
    const { conversations } = await bens.ask('conversations', {});
    expect(conversations[0]?.peer?.status?.text).to.equal('Before');
    await desk.ask('setStatus', { text: 'Later' });
    expectStatus(await ann.fetch(`/api/blocks/${ben.username}`, { method: 'DELETE' }), 204);
    await until('the status', () => toBen.includes('Later'));
    expect(toBen).to.not.include('Hidden');
    close();
  });

  it('is in the welcome of the own devices, and in what a watcher learns of an arrival', async () => {
    const { ann, desk, bens, toBen, close } = await makeScene();
    await desk.ask('setStatus', { emoji: '🏖️' });
    await until('the watcher', () => toBen.length === 1);
    const third = await ann.connect();
    expect(third.greeting.user.status).to.deep.equal({ text: '', emoji: '🏖️', until: null });
    expect(third.greeting.features).to.include('status');
    const users = await bens.ask('watch', { usernames: [ann.username] });
    expect(users.users[0]?.status).to.deep.equal({ text: '', emoji: '🏖️', until: null });
    third.close();
    close();
  });
});
