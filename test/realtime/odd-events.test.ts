/** Odd events: the node refuses them, or drops and counts them, and goes on. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Socket } from 'socket.io-client';
import { notices, requests } from '../../src/protocol/events.ts';
import { useNode } from '../http/in-process-node.ts';
import { register, type TestUser } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { codeOf, everything, send, settled } from './sockets.ts';

const requestNames = Object.keys(requests);
const allNames = [...requestNames, ...Object.keys(notices)];

describe('the dispatch of odd events', () => {
  const url = useNode();
  let anna: TestUser;
  let bert: TestUser;
  let device: Device;
  let his: Device;
  before(async () => {
    [anna, bert] = await Promise.all([register(url()), register(url())]);
    [device, his] = await Promise.all([anna.connect(), bert.connect()]);
  });
  after(() => {
    device.close();
    his.close();
  });
  afterEach('the same socket still works', async () => {
    expect(device.connected).to.equal(true);
    await device.ask('chatHistory', { with: bert.username });
  });

  const oddNames = [
    'noSuchEvent',
    '',
    ' ',
    'error',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'welcome',
  ];
  for (const name of [...oddNames, 'CHATMESSAGE', 'chatMessage ', 'x'.repeat(10_000), 0, 1, -1, 1e21]) {
    it(`refuses an event named ${JSON.stringify(name).slice(0, 30)}`, async () => {
      expect(await codeOf(send(device, name, {}))).to.be.oneOf(['not_found', 'invalid_input']);
      (device as Socket).emit(name as string, {});
      await settled(device);
    });
  }

  for (const name of allNames) {
    it(`refuses ${name} with anything but one object`, async () => {
      const payload = {
        to: bert.username,
        with: bert.username,
        usernames: [],
        seq: 1,
        clientId: randomUUID(),
        body: 'x',
      };
      const notOne: unknown[][] = [
        [],
        [null],
        [undefined],
        ['text'],
        [5],
        [true],
        [[]],
        [[payload]],
        [payload, payload],
        [payload, null],
        [null, payload],
        [payload, payload, payload, payload, payload, payload],
      ];
      for (const args of notOne) {
        const answer = await send(device, name, ...args);
        expect(answer.ok ? 'ok' : answer.error.code, JSON.stringify(args)).to.equal('invalid_input');
      }
      await settled(his);
    });
  }

  it('changes nothing when it refuses', async () => {
    const { messages } = await device.ask('chatHistory', { with: bert.username });
    expect(messages).to.deep.equal([]);
  });

  it('drops and counts a request without an acknowledgement: it stores and pushes nothing', async () => {
    const heard = everything(his);
    for (const name of requestNames) {
      const payload = {
        to: bert.username,
        with: bert.username,
        seq: 1,
        usernames: [],
        clientId: randomUUID(),
        body: 'x',
      };
      (device as Socket).emit(name, payload);
      (device as Socket).emit(name);
      (device as Socket).emit(name, payload, 'no function');
    }
    await settled(device, his);
    expect((await device.ask('chatHistory', { with: bert.username })).messages).to.deep.equal([]);
    expect(heard).to.deep.equal([]);
    const metrics = await (await fetch(`${url()}/metrics`)).text();
    for (const name of requestNames) {
      expect(metrics).to.contain(`duologue_socket_events_total{event="${name}",outcome="dropped"} 3`);
    }
  });

  it('counts invented names under one name', async () => {
    const metrics = await (await fetch(`${url()}/metrics`)).text();
    expect(metrics).to.match(/duologue_socket_events_total\{event="unknown",outcome="not_found"\} \d+/);
    expect(metrics).to.not.contain('noSuchEvent').and.not.contain('__proto__').and.not.contain('xxxxxxxx');
  });

  it('drops an invalid notice silently', async () => {
    const heard = everything(his);
    for (const name of Object.keys(notices)) {
      for (const args of [
        [],
        [null],
        ['x'],
        [{}],
        [{ to: 5 }],
        [{ to: 'nobody-here' }],
        [{ to: anna.username }],
        [{ to: null }, 1],
      ]) {
        (device as Socket).emit(name, ...args);
      }
    }
    await settled(device, his);
    expect(heard).to.deep.equal([]);
  });

  it('pollutes no prototype when a payload names it', async () => {
    const text = `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"with":"${bert.username}"}`;
    expect(await codeOf(send(device, 'chatHistory', JSON.parse(text)))).to.equal('ok');
    expect(await codeOf(send(device, 'watch', JSON.parse('{"__proto__":{"usernames":[]}}')))).to.equal('invalid_input');
    expect(({} as Record<string, unknown>).polluted).to.equal(undefined);
  });

  it('survives payloads nested far too deep', async () => {
    for (const depth of [10, 1_000, 3_000]) {
      const deep = JSON.parse('['.repeat(depth) + ']'.repeat(depth));
      expect(await codeOf(send(device, 'chatMessage', { to: deep, clientId: deep, body: deep }))).to.equal(
        'invalid_input',
      );
    }
  });
});
