/** Floods below Socket.IO: frames, probes, refused connects and connections that no socket uses are closed and counted. */
import { Agent, get } from 'node:http';
import type { Socket } from 'node:net';
import { expect } from 'chai';
import { floodLimits } from '../../src/policy/connection-limits.ts';
import { rateLimits } from '../../src/policy/rate-limits.ts';
import { oddFrame } from '../abuse/web-frame.ts';
import { WireClient } from '../abuse/wire-client.ts';
import { rawRequest, useNode } from '../http/in-process-node.ts';
import { register, type TestUser } from '../support/client.ts';
import { withFrozenTime } from '../support/frozen-time.ts';
import { until } from '../support/waiting.ts';

/** The TCP connection beneath a WebSocket. */
const streamOf = ({ socket }: WireClient) => (socket as unknown as { _socket: Socket })._socket;
const closed = (wire: WireClient) => until('the connection is closed', () => wire.closeCode !== null);
const polling = '/socket.io/?EIO=4&transport=polling';

/** Opens a polling connection; answers its address. */
async function openPolling(url: string, cookie = ''): Promise<{ sid: string; path: string }> {
  const { text } = await rawRequest(url, polling, { headers: { cookie } });
  const { sid } = JSON.parse(text.slice(1));
  return { sid, path: `${polling}&sid=${sid}` };
}

describe('a flood below Socket.IO', () => {
  const url = useNode({ rateLimits: true });
  let anna: TestUser;
  before(async () => {
    anna = await register(url());
  });

  async function hits(limit: string): Promise<number> {
    const { text } = await rawRequest(url(), '/metrics');
    return Number(new RegExp(`^duologue_limit_hits_total\\{limit="${limit}"\\} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
  }
  async function expectHit(limit: string, act: () => Promise<unknown>): Promise<void> {
    const before = await hits(limit);
    await act();
    expect(await hits(limit)).to.be.above(before);
  }
  const frames = (count: number, frame: Buffer) => Buffer.concat(Array(count).fill(frame));

  const strangersFrames: [what: string, frame: Buffer][] = [
    ['pings', oddFrame({ opcode: 9 })],
    ['pongs', oddFrame({ opcode: 10, payload: 'x' })],
    ['empty fragments', oddFrame({ opcode: 1, fin: false })],
    ['packets of every kind', Buffer.concat(['1', '3', '5', '6', '0x'].map((payload) => oddFrame({ payload })))],
  ];
  for (const [what, frame] of strangersFrames) {
    it(`closes a connection without a session that sends many ${what}`, () =>
      expectHit('strangerFrames', async () => {
        const wire = await WireClient.upgrade(url());
        streamOf(wire).write(frames(floodLimits.strangerFrames.points + 1, frame));
        await closed(wire);
      }));
  }

  it('closes a connection without a session that sends many bytes in one frame', () =>
    expectHit('strangerBytes', async () => {
      const wire = await WireClient.upgrade(url());
      wire.send(`40${'x'.repeat(floodLimits.strangerBytes.points)}`);
      await closed(wire);
    }));

  it('closes a connection with a session that sends more pings than its limit, and answers those below it', () =>
    expectHit('frames', async () => {
      const wire = await WireClient.open(url(), anna.cookie);
      let pongs = 0;
      wire.socket.on('pong', () => (pongs += 1));
      streamOf(wire).write(frames(200, oddFrame({ opcode: 9 })));
      await until('the pings are answered', () => pongs === 200);
      streamOf(wire).write(frames(floodLimits.frames.points, oddFrame({ opcode: 9 })));
      await closed(wire);
    }));

  it('closes an upgrade that sends its probe again and again', () =>
    expectHit('strangerFrames', async () => {
      const { sid } = await openPolling(url(), anna.cookie);
      const probe = await WireClient.upgrade(url(), { query: `EIO=4&transport=websocket&sid=${sid}` });
      for (let sent = 0; sent <= floodLimits.strangerFrames.points; sent += 1) probe.send('2probe');
      await closed(probe);
    }));

  it('closes a polling connection without a session that sends many packets in one request', () =>
    expectHit('strangerPackets', async () => {
      const { path } = await openPolling(url());
      const body = Array(floodLimits.strangerPackets.points + 1)
        .fill('3')
        .join('\x1e');
      await rawRequest(url(), path, { method: 'POST', body });
      expect((await rawRequest(url(), path, { method: 'POST', body: '3' })).status).to.equal(400);
    }));
});

describe('an address', () => {
  const url = useNode({ rateLimits: true });
  let anna: TestUser;
  before(async () => {
    anna = await register(url());
  });

  it('is refused when it opens connections again and again, by polling and by WebSocket', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    const open = () =>
      new Promise<number>((resolve, reject) => {
        const sent = get(`${url()}${polling}`, { agent }, (answer) => {
          answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
        });
        sent.once('error', reject);
      });
    const codes = await withFrozenTime(() => Promise.all(Array.from({ length: rateLimits.opening.points + 1 }, open)));
    expect(codes.filter((code) => code === 429)).to.have.length(1);
    agent.destroy();
    const refused = await withFrozenTime(async () => {
      const { error } = await rawRequest(url(), polling);
      const upgrade = await WireClient.upgrade(url()).catch((reason: Error) => reason.message);
      return [error?.code, upgrade];
    });
    expect(refused).to.deep.equal(['rate_limited', 'Unexpected server response: 429']);
    // The strangers at this address keep no user out.
    const opened = await withFrozenTime(() => WireClient.open(url(), anna.cookie));
    opened.close();
  });
});

describe('a connection', () => {
  const url = useNode();
  let anna: TestUser;
  before(async () => {
    anna = await register(url());
  });

  it('is closed after its first refused CONNECT, which is answered', async () => {
    for (const connect of ['40', '40{"token":"x"}', '40/admin,', '40/admin,{"a":1}']) {
      const wire = await WireClient.upgrade(url());
      for (let sent = 0; sent < 20; sent += 1) wire.send(connect);
      await closed(wire);
      expect(wire.received.filter((packet) => packet.startsWith('44')).length, connect).to.be.at.most(1);
    }
    const wire = await WireClient.upgrade(url());
    const refusal = wire.next(/^44/);
    wire.send('40');
    expect(await refusal).to.contain('unauthorized');
    await closed(wire);
  });

  it('is closed after a refused CONNECT of a polling client', async () => {
    const { path } = await openPolling(url());
    const answer = rawRequest(url(), path);
    await rawRequest(url(), path, { method: 'POST', body: '40' });
    expect((await answer).text).to.contain('unauthorized');
    await until('it is closed', async () => (await rawRequest(url(), path)).status === 400);
  });

  it('is closed when its socket leaves, and then takes no other CONNECT', async () => {
    const wire = await WireClient.open(url(), anna.cookie);
    for (const packet of ['41', '40', '40']) wire.send(packet);
    await closed(wire);
    expect(wire.received).to.deep.equal([]);
  });

  it('is closed at a second CONNECT, also while the first is under way', async () => {
    const [first, second] = [
      await WireClient.upgrade(url(), { cookie: anna.cookie }),
      await WireClient.open(url(), anna.cookie),
    ];
    first.send('40');
    first.send('40');
    second.send('40');
    await Promise.all([closed(first), closed(second)]);
  });

  it('is closed when it announces attachments that do not come', async () => {
    const wires = await Promise.all([1, 2].map(() => WireClient.open(url(), anna.cookie)));
    for (const [sent, wire] of wires.entries()) {
      wire.send('452-["watch",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]');
      if (sent > 0) wire.send(Buffer.from('x'));
    }
    await until('both are closed', () => wires.every(({ closeCode }) => closeCode !== null), { ms: 30_000 });
  });
});
