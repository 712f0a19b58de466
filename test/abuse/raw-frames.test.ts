/** Below the events: odd packets, odd WebSocket frames, odd handshakes. Each costs its own connection at most. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { rawRequest, useNode } from '../http/in-process-node.ts';
import { codeOf, everything, send, settled } from '../realtime/sockets.ts';
import { type Person, register } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { patienceMs, until, within } from '../support/waiting.ts';
import { goldenFrames } from './golden-frames.ts';
import { type OddFrame, oddFrame } from './web-frame.ts';
import { WireClient } from './wire-client.ts';

/** The TCP connection beneath a WebSocket. */
const streamOf = ({ socket }: WireClient) => (socket as unknown as { _socket: Socket })._socket;

describe('below the events', () => {
  const url = useNode();
  let anna: Person;
  let bert: Person;
  let witness: Device;
  let heard: { name: string; payload: unknown }[];
  before(async () => {
    [anna, bert] = await Promise.all([register(url()), register(url())]);
  });
  beforeEach(async () => {
    witness = await bert.connect();
    heard = everything(witness);
  });
  afterEach('others go on, and heard nothing', async () => {
    await settled(witness);
    expect(heard).to.deep.equal([]);
    witness.close();
    const again = await anna.connect();
    await settled(again);
    again.close();
  });

  const outcomeOf = async (wire: WireClient) => ((await wire.answers()) ? 'taken' : wire.closeCode);

  for (const [what, frame, outcome] of goldenFrames) {
    it(`a packet does what it did: ${what}`, async () => {
      const wire = await WireClient.open(url(), anna.cookie);
      wire.send(frame);
      expect(await outcomeOf(wire)).to.equal(outcome);
      wire.close();
    });
  }

  it('a message of 4,000 characters at their longest fits', async () => {
    const wire = await WireClient.open(url(), anna.cookie);
    const body = '\\ud83d\\ude00'.repeat(4_000);
    const payload = `{"to":"${bert.username}","clientId":"${randomUUID()}","body":"${body}"}`;
    expect(await wire.ask('chatMessage', payload)).to.have.property('ok', true);
    wire.close();
    await settled(witness);
    expect(heard.splice(0).map(({ name }) => name)).to.deep.equal(['chatMessage']);
  });

  it('bytes where a text should be are refused, and the socket goes on', async () => {
    const device = await anna.connect();
    const bytes = Buffer.from('hi');
    const draft = { to: bert.username, clientId: randomUUID(), body: 'x' };
    expect(await codeOf(send(device, 'chatMessage', bytes))).to.equal('invalid_input');
    for (const field of ['to', 'clientId', 'body']) {
      expect(await codeOf(send(device, 'chatMessage', { ...draft, [field]: bytes })), field).to.equal('invalid_input');
    }
    expect(await codeOf(send(device, 'watch', { usernames: bytes }))).to.equal('invalid_input');
    await settled(device);
    device.close();
  });

  const ask = '421["watch",{"usernames":[]}]';
  const oddFrames: [what: string, frames: OddFrame[], outcome: 'taken' | number][] = [
    ['a text in one-byte pieces', pieces(ask), 'taken'],
    ['a text in empty pieces', [{ payload: ask, fin: false }, ...empty(1_000), { opcode: 0 }], 'taken'],
    [
      'a ping between two pieces',
      [{ payload: ask.slice(0, 5), fin: false }, { opcode: 9 }, { opcode: 0, payload: ask.slice(5) }],
      'taken',
    ],
    ['ten thousand pings', Array.from({ length: 10_000 }, () => ({ opcode: 9, payload: 'x' })), 'taken'],
    ['a pong nobody asked for', [{ opcode: 10, payload: 'x'.repeat(125) }], 'taken'],
    ['a frame without a mask', [{ payload: ask, masked: false }], 1002],
    ['reserved bits', [{ payload: ask, reserved: 1 }], 1002],
    ['more reserved bits', [{ payload: ask, reserved: 6 }], 1002],
    ['compression that was not agreed on', [{ payload: ask, reserved: 4 }], 1002],
    ['an unknown opcode', [{ opcode: 3, payload: ask }], 1002],
    ['an unknown control opcode', [{ opcode: 11, payload: '' }], 1002],
    ['a piece of nothing', [{ opcode: 0, payload: ask }], 1002],
    ['a new text within a text', [{ payload: 'x', fin: false }, { payload: ask }], 1002],
    ['a ping that is too long', [{ opcode: 9, payload: 'x'.repeat(126) }], 1002],
    ['a ping in pieces', [{ opcode: 9, fin: false }], 1002],
    ['a text that is no UTF-8', [{ payload: Buffer.from([0x34, 0x32, 0xff, 0xfe]) }], 1007],
    ['UTF-8 of a lone surrogate', [{ payload: Buffer.from([0x34, 0x32, 0xed, 0xa0, 0x80]) }], 1007],
    ['a length of 16 MB', [{ payload: 'x', claims: 16 * 1024 * 1024 }], 1009],
    ['a length beyond all numbers', [{ payload: 'x', claims: 2n ** 63n - 1n }], 1009],
    ['a length below zero', [{ payload: 'x', claims: 2n ** 64n - 1n }], 1009],
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
    it(`a WebSocket frame is taken or closes: ${what}`, async () => {
      const wire = await WireClient.open(url(), anna.cookie);
      streamOf(wire).write(Buffer.concat(frames.map(oddFrame)));
      expect(await outcomeOf(wire)).to.equal(outcome);
      wire.close();
    });
  }

  it('a close of any code closes, right or wrong', async () => {
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

  it('compression is declined', async () => {
    const head = await upgrade(url(), ['Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits']);
    expect(head)
      .to.match(/^HTTP\/1.1 101/)
      .and.not.match(/sec-websocket-extensions/i);
  });

  const badUpgrades: [what: string, lines: string[], query?: string][] = [
    ['no key', ['Sec-WebSocket-Key:']],
    ['a key that is none', ['Sec-WebSocket-Key: short']],
    ['an old version', ['Sec-WebSocket-Version: 7']],
    ['another protocol', ['Upgrade: h2c']],
    ['a transport of the prototype', [], 'EIO=4&transport=__proto__'],
    ['a transport every object has', [], 'EIO=4&transport=constructor'],
    ['a transport of a newer kind', [], 'EIO=4&transport=webtransport'],
    ['no transport', [], 'EIO=4'],
    ['a session nobody has', [], 'EIO=4&transport=websocket&sid=nobody'],
    ['a session of the prototype', [], 'EIO=4&transport=websocket&sid=__proto__'],
    ['a session of bytes', [], 'EIO=4&transport=websocket&sid=%00'],
  ];
  for (const [what, lines, query] of badUpgrades) {
    it(`an upgrade is refused with ${what}`, async () => {
      expect(await upgrade(url(), lines, query)).to.match(/^HTTP\/1.1 (400|403|404|426) /);
    });
  }

  it('an upgrade of another version of the protocol, or of a transport without one, gets no further', async () => {
    const queries = [
      'EIO=3&transport=websocket',
      'EIO=99&transport=websocket',
      'transport=websocket',
      'EIO=4&transport=polling',
      'EIO=4&transport=websocket&transport=polling',
    ];
    for (const query of queries) {
      const wire = await WireClient.dial(url(), { cookie: anna.cookie, query }).catch(() => null);
      if (wire) await until(`${query} is closed`, () => wire.closeCode !== null);
    }
  });

  it('a second upgrade within the first, or a request after it, closes it', async () => {
    for (const more of [head([]), 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n']) {
      const wire = await WireClient.open(url(), anna.cookie);
      streamOf(wire).write(more);
      expect(await outcomeOf(wire)).to.be.oneOf([1_002, 1_006, 1_007, 1_009]);
    }
  });

  it('who never says who they are is sent away', async () => {
    const silent = await WireClient.dial(url(), { cookie: anna.cookie });
    await until('the silent one is closed', () => silent.closeCode !== null);
  });

  it('a thousand headers of attachments that never come cost their own sockets only', async () => {
    const people = await Promise.all([1, 2, 3, 4].map(() => register(url())));
    const each = people.flatMap(({ cookie }) => Array.from({ length: 25 }, () => cookie));
    const wires = await Promise.all(each.map((cookie) => WireClient.open(url(), cookie)));
    for (const wire of wires) {
      for (let round = 0; round < 10; round += 1) wire.send(`45${round + 1}-["watch",{"_placeholder":true,"num":0}]`);
    }
    await until('all are closed', () => wires.every(({ closeCode }) => closeCode !== null), { ms: 60_000 });
  });

  it('polling is answered, or refused, with any session and any body', async () => {
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

/** The head of an upgrade; a line given here takes the place of the one of that name. */
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

/** What is answered to it, or nothing when it is just closed. */
async function upgrade(url: string, lines: string[], query?: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(head(lines, query));
  const [answer] = await within(patienceMs, 'an answer', once(socket, 'data'));
  socket.destroy();
  return String(answer);
}
