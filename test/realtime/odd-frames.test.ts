/** Frames that are no events at all: they close their own socket at most, never another one or the node. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Socket } from 'socket.io-client';
import { frameMaxBytes } from '../../src/protocol/limits.ts';
import { useNode } from '../http/in-process-node.ts';
import { type Person, register } from '../support/client.ts';
import { type Device, disconnected } from '../support/device.ts';
import { codeOf, everything, send, sendRaw, settled } from './sockets.ts';

describe('odd frames', () => {
  const url = useNode();
  let anna: Person;
  let bert: Person;
  let witness: Device;
  before(async () => {
    [anna, bert] = await Promise.all([register(url()), register(url())]);
    witness = await bert.connect();
  });
  after(() => void witness.close());

  /** The other socket works as before, and heard of nothing. */
  async function expectOthersUnharmed(heard: unknown[]): Promise<void> {
    await settled(witness);
    expect(witness.connected).to.equal(true);
    expect(heard).to.deep.equal([]);
    const back = await anna.connect();
    await settled(back);
    back.close();
  }

  it('take a message of 4,000 characters at their longest, and close only the socket that sends more', async () => {
    const device = await anna.connect();
    const escaped = '\\ud83d\\ude00'.repeat(4_000);
    const payload = `{"to":"${bert.username}","clientId":"${randomUUID()}","body":"${escaped}"}`;
    const heardFirst = everything(witness);
    sendRaw(device, `421["chatMessage",${payload}]`);
    await settled(device, witness);
    expect(heardFirst.map(({ name }) => name)).to.deep.equal(['chatMessage']);
    const heard = everything(witness);
    const closed = disconnected(device);
    (device as Socket).emit('chatMessage', {
      to: bert.username,
      clientId: randomUUID(),
      body: 'x'.repeat(frameMaxBytes),
    });
    expect(await closed).to.match(/transport/);
    await expectOthersUnharmed(heard);
  });

  const closing: [title: string, frame: string | Uint8Array][] = [
    ['broken JSON', '42["chatMessage",{'],
    ['no array', '42{"a":1}'],
    ['an empty array', '42[]'],
    ['a name that is an object', '42[{},1]'],
    ['a reserved name', '42["disconnect","x"]'],
    ['another reserved name', '42["newListener",1]'],
    ['an unknown type of packet', '4z'],
    ['another namespace', '42/admin,["chatMessage",{}]'],
    ['a connection to a namespace that is not there', '40/admin,'],
    ['an acknowledgement nobody waits for', '43999[1]'],
    ['an acknowledgement number beyond all numbers', '424299999999999999999999["chatMessage",{}]'],
    ['a placeholder without its attachment', '451-["chatMessage",{"body":{"_placeholder":true,"num":0}}]'],
    ['a placeholder of the prototype', '451-["x",{"_placeholder":true,"num":"__proto__"}]'],
    ['a billion attachments', '451000000000-["chatMessage",{"_placeholder":true,"num":0}]'],
    ['bytes nobody announced', new Uint8Array([1, 2, 3, 0, 255])],
    ['an unknown type of frame', 'zzz'],
    ['an empty frame', ''],
    ['a pong nobody asked for', '3probe'],
    ['nesting without end', `42["chatMessage",${'['.repeat(20_000)}`],
  ];
  for (const [title, frame] of closing) {
    it(`harm nobody else: ${title}`, async () => {
      const device = await anna.connect();
      const heard = everything(witness);
      sendRaw(device, frame);
      sendRaw(device, frame);
      await expectOthersUnharmed(heard);
      device.close();
    });
  }

  it('do not keep the same socket from working when they are bytes where a text should be', async () => {
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
});
