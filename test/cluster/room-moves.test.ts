/** Members who join or leave a room while the bus between two nodes is cut: soon, each node's sockets are in the right rooms. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { register, type TestUser, uniqueName } from '../support/client.ts';
import { collect, type Device, nextEvent } from '../support/device.ts';
import { until } from '../support/waiting.ts';
import { nodesOf, useTwoNodes } from './pair-across-nodes.ts';

/** A user with a device that has asked for rooms once. */
interface Member {
  person: TestUser;
  device: Device;
  bodies: () => string[];
}

describe('the members of a room across two nodes', () => {
  const nodes = useTwoNodes();

  async function enter(url: string): Promise<Member> {
    const person = await register(url, { username: uniqueName('member') });
    const device = await person.connect();
    await device.ask('conversations', { rooms: true });
    const heard = collect(device, 'chatMessage');
    return { person, device, bodies: () => heard.map(({ body }) => body) };
  }

  const nameOf = ({ person }: Member) => person.username;

  async function write({ device }: Member, conversation: string): Promise<string> {
    const body = randomUUID();
    await device.ask('chatMessage', { conversation, clientId: randomUUID(), body });
    return body;
  }

  /** Pushes of this node that come before the answer of a request have arrived with it. */
  async function hears(member: Member, body: string): Promise<boolean> {
    await member.device.ask('conversations', {});
    return member.bodies().includes(body);
  }

  it('pushes nothing more to a member who was removed while the bus was cut, and everything to one who was added', async () => {
    const { cluster, redis } = nodes();
    const { first, second } = nodesOf(cluster);
    const owner = await enter(first);
    const [gone, kept, added] = await Promise.all([enter(second), enter(second), enter(second)]);
    const members = [gone, kept].map(nameOf);
    const { conversation: room } = await owner.device.ask('createRoom', { title: 'Cut', members });
    const { channelId } = room;
    await until('the members are in the room', async () => hears(gone, await write(kept, channelId)));
    await redis.stop();
    try {
      const told = nextEvent(gone.device, 'resync', ({ reason }) => /troubled/.test(reason), 20_000);
      const change = { add: [nameOf(added)], remove: [nameOf(gone)] };
      await owner.device.ask('changeRoom', { conversation: channelId, ...change });
      await until('the room is right', async () => {
        const body = await write(kept, channelId);
        return (await hears(added, body)) && !(await hears(gone, body));
      });
      await told;
    } finally {
      await redis.start();
    }
    await until('the nodes hear each other', async () => hears(kept, await write(owner, channelId)));
    const before = gone.bodies().length;
    for (const writer of [owner, kept, added]) {
      const last = await write(writer, channelId);
      for (const member of [kept, added])
        if (member !== writer) await until('it is heard', () => member.bodies().includes(last));
    }
    await gone.device.ask('conversations', {});
    expect(gone.bodies().slice(before)).to.deep.equal([]);
  });
});
