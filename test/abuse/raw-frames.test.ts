/** Tests odd packets, WebSocket frames and handshakes: each may close its own connection only. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { rawRequest, useNode } from '../http/in-process-node.ts';
import { codeOf, everything, send, settled } from '../realtime/sockets.ts';
import { register, type TestUser } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { defaultTimeoutMs, until, within } from '../support/waiting.ts';
import { goldenFrames } from './golden-frames.ts';
import { type OddFrame, oddFrame } from './web-frame.ts';
import { WireClient } from './wire-client.ts';

/** The TCP connection beneath a WebSocket. */
const streamOf = ({ socket }: WireClient) => (socket as unknown as { _socket: Socket })._socket;

describe('a raw connection', () => {
  const url = useNode();
  let anna: TestUser;
  let bert: TestUser;
  let witness: Device;
  let received: { name: string; payload: unknown }[];
  before(async () => {
    [anna, bert] = await Promise.all([register(url()), register(url())]);
  });
  beforeEach(async () => {
    witness = await bert.connect();
    received = everything(witness);
  });
  afterEach('other users stay connected and receive nothing', async () => {
    await settled(witness);
    expect(received).to.deep.equal([]);
    witness.close();
    const again = await anna.connect();
    await settled(again);
    again.close();
  });

  const outcomeOf = async (wire: WireClient) => ((await wire.isResponsive()) ? 'open' : wire.closeCode);

  for (const [what, frame, outcome] of goldenFrames) {
    it(`has the recorded outcome after a packet: ${what}`, async () => {
      const wire = await WireClient.open(url(), anna.cookie);
      wire.send(frame);
      expect(await outcomeOf(wire)).to.equal(outcome);
      wire.close();
    });
  }

  it('accepts a message of 4,000 characters in their longest encoding', async () => {
    const wire = await WireClient.open(url(), anna.cookie);
    const body = '\\ud83d\\ude00'.repeat(4_000);
    const payload = `{"to":"${bert.username}","clientId":"${randomUUID()}","body":"${body}"}`;
    expect(await wire.ask('chatMessage', payload)).to.have.property('ok', true);
    wire.close();
    await settled(witness);
    expect(received.splice(0).map(({ name }) => name)).to.deep.equal(['chatMessage']);
  });

  it('refuses bytes instead of text and stays open', async () => {
    const device = await anna.connect();
    const bytes = Buffer.from('hi');
    const message = { to: bert.username, clientId: randomUUID(), body: 'x' };
    expect(await codeOf(send(device, 'chatMessage', bytes))).to.equal('invalid_input');
    for (const field of ['to', 'clientId', 'body']) {
      expect(await codeOf(send(device, 'chatMessage', { ...message, [field]: bytes })), field).to.equal(
        'invalid_input',
      );
    }
    expect(await codeOf(send(device, 'watch', { usernames: bytes }))).to.equal('invalid_input');
    await settled(device);
    device.close();
  });

  const request = '421["watch",{"usernames":[]}]';
  const oddFrames: [what: string, frames: OddFrame[], outcome: 'open' | number][] = [
    ['a text in one-byte pieces', pieces(request), 'open'],
    ['a text in empty pieces', [{ payload: request, fin: false }, ...empty(1_000), { opcode: 0 }], 'open'],
    [
      'a ping between two pieces',
      [{ payload: request.slice(0, 5), fin: false }, { opcode: 9 }, { opcode: 0, payload: request.slice(5) }],
      'open',
    ],
    ['ten thousand pings', Array.from({ length: 10_000 }, () => ({ opcode: 9, payload: 'x' })), 'open'],
    ['an unrequested pong', [{ opcode: 10, payload: 'x'.repeat(125) }], 'open'],
    ['a frame without a mask', [{ payload: request, masked: false }], 1002],
    ['reserved bits', [{ payload: request, reserved: 1 }], 1002],
    ['more reserved bits', [{ payload: request, reserved: 6 }], 1002],
    ['compression without negotiation', [{ payload: request, reserved: 4 }], 1002],
    ['an unknown opcode', [{ opcode: 3, payload: request }], 1002],
    ['an unknown control opcode', [{ opcode: 11, payload: '' }], 1002],
    ['a continuation without a start', [{ opcode: 0, payload: request }], 1002],
    ['a new text within a text', [{ payload: 'x', fin: false }, { payload: request }], 1002],
    ['a ping that is too long', [{ opcode: 9, payload: 'x'.repeat(126) }], 1002],
    ['a ping in pieces', [{ opcode: 9, fin: false }], 1002],
    ['a text that is no UTF-8', [{ payload: Buffer.from([0x34, 0x32, 0xff, 0xfe]) }], 1007],
    ['UTF-8 of an unpaired surrogate', [{ payload: Buffer.from([0x34, 0x32, 0xed, 0xa0, 0x80]) }], 1007],
    ['a length of 16 MB', [{ payload: 'x', claims: 16 * 1024 * 1024 }], 1009],
    ['a length above the maximum', [{ payload: 'x', claims: 2n ** 63n - 1n }], 1009],
    ['a negative length', [{ payload: 'x', claims: 2n ** 64n - 1n }], 1009],
    [
      'a megabyte in pieces',
      [
        { payload: '4', fin: false },
        ...Array.from({ length: 64 }, () => ({ opcode: 0, payload: 'x'.repeat(16_384), fin: false })),
      ],
      1009,
    ],
  ];
  for (const [what, frames, outcome] of oddFrames) {
    it(`has the recorded outcome after a WebSocket frame: ${what}`, async () => {
      const wire = await WireClient.open(url(), anna.cookie);
      streamOf(wire).write(Buffer.concat(frames.map(oddFrame)));
      expect(await outcomeOf(wire)).to.equal(outcome);
      wire.close();
    });
  }

  it('closes after a close frame with any code', async () => {
    for (const code of [
      0, 1, 999, 1_000, 1_001, 1_004, 1_005, 1_006, 1_011, 1_015, 2_999, 3_000, 4_999, 5_000, 65_535,
    ]) {
      const wire = await WireClient.open(url(), anna.cookie);
      const payload = Buffer.from([code >> 8, code & 255]);
      streamOf(wire).write(oddFrame({ opcode: 8, payload }));
      await until(`closed after ${code}`, () => wire.closeCode !== null);
      expect(wire.closeCode, `${code}`).to.be.oneOf([code, 1_000, 1_002, 1_005, 1_006]);
    }
    const odd = await WireClient.open(url(), anna.cookie);
    streamOf(odd).write(oddFrame({ opcode: 8, payload: 'x' }));
    await until('closed', () => odd.closeCode !== null);
  });

  it('declines compression', async () => {
    const head = await upgrade(url(), ['Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits']);
    expect(head)
      .to.match(/^HTTP\/1.1 101/)
      .and.not.match(/sec-websocket-extensions/i);
  });

  const badUpgrades: [what: string, lines: string[], query?: string][] = [
    ['no key', ['Sec-WebSocket-Key:']],
    ['an invalid key', ['Sec-WebSocket-Key: short']],
    ['an old version', ['Sec-WebSocket-Version: 7']],
    ['another protocol', ['Upgrade: h2c']],
    ['a transport of the prototype', [], 'EIO=4&transport=__proto__'],
    ['a transport named like an object member', [], 'EIO=4&transport=constructor'],
    ['a transport of a newer kind', [], 'EIO=4&transport=webtransport'],
    ['no transport', [], 'EIO=4'],
    ['an unknown session', [], 'EIO=4&transport=websocket&sid=nobody'],
    ['a session of the prototype', [], 'EIO=4&transport=websocket&sid=__proto__'],
    ['a session of bytes', [], 'EIO=4&transport=websocket&sid=%00'],
  ];
  for (const [what, lines, query] of badUpgrades) {
    it(`refuses an upgrade with ${what}`, async () => {
      expect(await upgrade(url(), lines, query)).to.match(/^HTTP\/1.1 (400|403|404|426) /);
    });
  }

  it('closes an upgrade with another protocol version or without the WebSocket transport', async () => {
    const queries = [
      'EIO=3&transport=websocket',
      'EIO=99&transport=websocket',
      'transport=websocket',
      'EIO=4&transport=polling',
      'EIO=4&transport=websocket&transport=polling',
    ];
    for (const query of queries) {
      const wire = await WireClient.upgrade(url(), { cookie: anna.cookie, query }).catch(() => null);
      if (wire) await until(`${query} is closed`, () => wire.closeCode !== null);
    }
  });

  it('closes after a second upgrade or an HTTP request on the same connection', async () => {
    for (const more of [head([]), 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n']) {
      const wire = await WireClient.open(url(), anna.cookie);
      streamOf(wire).write(more);
      expect(await outcomeOf(wire)).to.be.oneOf([1_002, 1_006, 1_007, 1_009]);
    }
  });

  it('closes a socket that never authenticates', async () => {
    const silent = await WireClient.upgrade(url(), { cookie: anna.cookie });
    await until('the silent socket is closed', () => silent.closeCode !== null);
  });

  it('closes only the sockets that announce attachments and never send them', async () => {
    const users = await Promise.all([1, 2, 3, 4].map(() => register(url())));
    const each = users.flatMap(({ cookie }) => Array.from({ length: 25 }, () => cookie));
    const wires = await Promise.all(each.map((cookie) => WireClient.open(url(), cookie)));
    for (const wire of wires) {
      for (let round = 0; round < 10; round += 1) wire.send(`45${round + 1}-["watch",{"_placeholder":true,"num":0}]`);
    }
    await until('all are closed', () => wires.every(({ closeCode }) => closeCode !== null), { ms: 60_000 });
  });

  it('refuses polling with any session and any body', async () => {
    for (const sid of ['', 'nobody', '__proto__', '%00', 'x'.repeat(2_000)]) {
      for (const body of ['', '40', '1'.repeat(1_000), '\x1e'.repeat(10_000), 'b'.repeat(100_000)]) {
        const path = `/socket.io/?EIO=4&transport=polling&sid=${sid}`;
        const answer = await rawRequest(url(), path, { method: 'POST', body }).catch(() => null);
        expect(answer?.status ?? 413, `${sid} ${body.length}`).to.be.oneOf([400, 413, 429]);
      }
    }
    const { status } = await rawRequest(url(), '/socket.io/?EIO=4&transport=polling', { method: 'PUT' });
    expect(status).to.equal(400);
  });
});

function pieces(text: string): OddFrame[] {
  const bytes = [...text];
  return bytes.map((payload, index) => ({ payload, opcode: index === 0 ? 1 : 0, fin: index === bytes.length - 1 }));
}

function empty(count: number): OddFrame[] {
  return Array.from({ length: count }, () => ({ opcode: 0, fin: false }));
}

/** Returns the head of an upgrade; a given line replaces the default line of that name. */
function head(lines: string[], query = 'EIO=4&transport=websocket'): string {
  const own = [
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ];
  const nameOf = (line: string) => line.split(':', 1)[0];
  const kept = own.filter((line) => !lines.some((other) => nameOf(other) === nameOf(line)));
  return [`GET /socket.io/?${query} HTTP/1.1`, ...kept, ...lines, '', ''].join('\r\n');
}

/** Sends an upgrade and returns the answer. */
async function upgrade(url: string, lines: string[], query?: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(head(lines, query));
  const [answer] = await within(defaultTimeoutMs, 'an answer', once(socket, 'data'));
  socket.destroy();
  return String(answer);
}
