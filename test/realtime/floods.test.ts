/** Floods: connections that send too much, wait too long or are too many are closed, and the others go on. */

import { request } from 'node:http';
import { expect } from 'chai';
import { connectionLimits, floodLimits, sizeLimits } from '../../src/policy/connection-limits.ts';
import { rateLimits } from '../../src/policy/rate-limits.ts';
import { useNode } from '../http/in-process-node.ts';
import { register, type TestUser } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { withFrozenTime } from '../support/frozen-time.ts';
import { until } from '../support/waiting.ts';
import { codeOf, plainSocket, send, sendRaw, tryHandshake } from './sockets.ts';

const closed = (device: Device) => until('the socket is closed', () => !device.connected);

describe('the flood limit', () => {
  const url = useNode({ rateLimits: true });
  const unlimited = useNode();
  let anna: TestUser;
  before(async () => {
    anna = await register(url());
  });

  const flood = (device: Device, frame: string, count: number) => {
    for (let sent = 0; sent < count; sent += 1) sendRaw(device, frame);
  };

  it('closes a socket that floods events, and no other socket of the same user', async () => {
    const [loud, quiet] = await Promise.all([anna.connect(), anna.connect()]);
    flood(loud, '42["typing",{"to":"somebody-else"}]', floodLimits.packets.points + 1);
    await closed(loud);
    expect(await codeOf(send(quiet, 'watch', { usernames: [] }))).to.equal('ok');
    quiet.close();
  });

  it('closes a socket that floods acknowledgements without a request', async () => {
    const loud = await anna.connect();
    flood(loud, '43999[]', floodLimits.packets.points + 1);
    await closed(loud);
  });

  it('closes a socket earlier when the events do not exist', async () => {
    const loud = await anna.connect();
    const codes: string[] = [];
    for (let sent = 0; sent < floodLimits.unknownEvents.points; sent += 1)
      codes.push(await codeOf(send(loud, 'nothing')));
    expect(new Set(codes)).to.deep.equal(new Set(['not_found']));
    sendRaw(loud, '42["nothing"]');
    await closed(loud);
  });

  it('does not apply where rates are not limited', async () => {
    const person = await register(unlimited());
    const device = await person.connect();
    flood(device, '43999[]', floodLimits.packets.points + 100);
    for (let sent = 0; sent <= floodLimits.unknownEvents.points; sent += 1) sendRaw(device, '42["nothing"]');
    expect(await codeOf(send(device, 'watch', { usernames: [] }))).to.equal('ok');
    device.close();
  });
});

describe('the connection limit', () => {
  const url = useNode();

  it('refuses sockets of one user beyond 50, even where rates are not limited', async () => {
    const anna = await register(url());
    const devices: Device[] = [];
    for (let open = 0; open < connectionLimits.socketsPerUser.points; open += 1) devices.push(await anna.connect());
    expect(await tryHandshake(url(), { cookie: anna.cookie })).to.include({ code: 'rate_limited' });
    devices.pop()?.close();
    await until('there is room again', async () => (await tryHandshake(url(), { cookie: anna.cookie })) === 'welcome');
    for (const device of devices) device.close();
  });

  it('closes connections of an address at once when too many have no handshake, and the others when their time is up', async () => {
    let gone = 0;
    const total = connectionLimits.unidentifiedPerAddress.points + 20;
    for (let count = 0; count < total; count += 1) openSilently(url(), () => (gone += 1));
    await until('those beyond the line are gone', async () => gone >= 20);
    expect(gone).to.be.below(total);
    await until('the others, too, when their time is up', async () => gone === total, { ms: 30_000 });
    const anna = await register(url());
    expect(await tryHandshake(url(), { cookie: anna.cookie })).to.equal('welcome');
  });
});

describe('the depth limit', () => {
  const url = useNode();
  const nested = (depth: number) => JSON.parse('{"a":'.repeat(depth) + '1'.concat('}'.repeat(depth)));

  it('refuses a payload that is nested too deep, without validating it', async () => {
    const anna = await register(url());
    const device = await anna.connect();
    const ask = (depth: number) => codeOf(send(device, 'watch', { usernames: [], more: nested(depth) }));
    expect([
      await ask(sizeLimits.depth.points - 1),
      await ask(sizeLimits.depth.points),
      await ask(1_000),
    ]).to.deep.equal(['ok', 'invalid_input', 'invalid_input']);
    const body = { displayName: 'x', more: nested(sizeLimits.depth.points) };
    expect((await anna.fetch('/api/me', { method: 'PATCH', body })).status).to.equal(400);
    device.close();
  });
});

describe('a rate limit per user', () => {
  const url = useNode({ rateLimits: true });

  it('also counts all users of one address together', async () => {
    const people = await Promise.all(Array.from({ length: 21 }, () => register(url())));
    const { points, atOneAddress } = rateLimits.typing;
    expect(points * people.length).to.be.above(atOneAddress);
    const devices = await Promise.all(people.map((person) => person.connect()));
    const rest = people[0] as TestUser;
    const asks = () =>
      devices.flatMap((device) =>
        Array.from({ length: points }, () => codeOf(send(device, 'typing', { to: rest.username }))),
      );
    const codes = await withFrozenTime(() => Promise.all(asks()));
    expect(codes.filter((code) => code !== 'rate_limited')).to.have.length(atOneAddress);
    for (const device of devices) device.close();
  });
});

describe('a socket without a session', () => {
  const url = useNode();

  it('reaches no event rule', async () => {
    const socket = plainSocket(url());
    socket.emit('chatMessage', { to: 'x' });
    await until('it is refused', async () => !socket.connected && !socket.active);
    socket.close();
  });
});

/** A WebSocket that sends nothing. */
function openSilently(url: string, onClose: () => void): void {
  const { hostname, port } = new URL(url);
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  };
  const opening = request({ hostname, port, path: '/socket.io/?EIO=4&transport=websocket', headers });
  opening.on('upgrade', (_answer, socket) => void socket.on('close', onClose).resume());
  opening.on('error', onClose);
  opening.end();
}
