/** A thousand payloads for every event, from nearly right to nonsense: each is answered, none is a defect, the socket lives. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { notices, requests } from '../../src/protocol/events.ts';
import { refusalStatus } from '../../src/protocol/refusals.ts';
import { useNode } from '../http/in-process-node.ts';
import { type Person, register } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { everything, send, settled } from './sockets.ts';

const numRuns = 1_000;
const foreseen = Object.keys(refusalStatus).filter((code) => code !== 'internal' && code !== 'unavailable');

/** Values that a field could have, of which some are right. */
function anyValue(names: string[]): fc.Arbitrary<unknown> {
  const hostile = ['', ' ', '\0', '\ud800', '__proto__', 'constructor', '%', "'; --", '1_x', '😀'.repeat(50), 'NaN'];
  return fc.oneof(
    fc.constantFrom(...names, ...hostile),
    fc.constantFrom(0, 1, -1, 2, 10, 100, 101, 0.5, 1e308, 2 ** 31 - 1, 2 ** 31, 2 ** 53, -0),
    fc.constantFrom<unknown>(null, true, false, [], {}, [names[0]], { $ne: 1 }, { toString: 1 }, { length: 2 }),
    fc.uuid(),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.array(fc.constantFrom<unknown>(...names, 'x', 5, null), { maxLength: 5 }),
    fc.anything({ maxDepth: 2, maxKeys: 3, withNullPrototype: false }),
  );
}

/** Payloads of an event: its own fields with any values, more of them, or anything at all. */
function payloadOf(fields: string[], names: string[]): fc.Arbitrary<unknown> {
  const value = anyValue(names);
  const record = (required: boolean) =>
    fc.record(Object.fromEntries(fields.map((field) => [field, value])), required ? {} : { requiredKeys: [] });
  return fc.oneof(
    record(true),
    record(false),
    fc.dictionary(fc.string({ maxLength: 12 }), value, { maxKeys: 6 }),
    value,
  );
}

describe('random payloads', () => {
  const url = useNode();
  let anna: Person;
  let device: Device;
  let names: string[];
  let canary: Device;
  let heard: { name: string; payload: unknown }[];
  before(async () => {
    const people = await Promise.all([1, 2, 3].map(() => register(url())));
    const [first, second, stranger] = people as [Person, Person, Person];
    anna = first;
    names = [first.username, second.username, second.username.toUpperCase()];
    [device, canary] = await Promise.all([anna.connect(), stranger.connect()]);
    heard = everything(canary);
  });
  after(() => {
    device.close();
    canary.close();
  });

  for (const [name, { payload }] of Object.entries({ ...requests, ...notices })) {
    it(`for ${name} are answered one by one, and the same socket still works`, async function () {
      this.timeout(60_000);
      const fields = Object.keys(payload.properties);
      await fc.assert(
        fc.asyncProperty(payloadOf(fields, names), async (value) => {
          const answer = await send(device, name, value);
          if (answer.ok) expect(answer.data).to.be.an('object');
          else expect(answer.error.code).to.be.oneOf(foreseen);
        }),
        { numRuns, endOnFailure: true, interruptAfterTimeLimit: 45_000 },
      );
      expect(device.connected).to.equal(true);
      const { message } = await device.ask('chatMessage', {
        to: names[1] as string,
        clientId: randomUUID(),
        body: 'still here',
      });
      expect(message.from).to.equal(anna.username);
    });
  }

  it('are told to no stranger', async () => {
    await settled(canary);
    expect(heard).to.deep.equal([]);
  });

  it('leave the objects of the node as they were', () => {
    expect(Object.keys(Object.prototype)).to.deep.equal([]);
    expect(({} as Record<string, unknown>).polluted).to.equal(undefined);
  });
});
