/** Floods with the limits on: the node lives, others are served meanwhile, and the flood is turned away. */
import { expect } from 'chai';
import { useNode } from '../http/in-process-node.ts';
import { type Person, register } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { acknowledgements, connectStorm, eventFlood, type Flood, manySockets, slowRequests } from './flood-kinds.ts';

const floods: [what: string, start: (url: string) => Promise<Flood>, least: number][] = [
  ['a thousand events a second of one user', eventFlood, 100],
  ['two hundred strangers a second at the door', connectStorm, 20],
  ['five hundred requests that never end', (url) => slowRequests(url, 500), 500],
  ['as many sockets of one user as they can open', (url) => manySockets(url, 100), 1],
];

describe('floods', () => {
  const url = useNode({ rateLimits: true });
  let ann: Person;
  let ben: Person;
  let device: Device;
  // New ones each time: what they send counts against their own limit, too.
  beforeEach(async () => {
    [ann, ben] = await Promise.all([register(url()), register(url())]);
    device = await ann.connect();
  });
  afterEach(() => void device.close());

  for (const [what, start, least] of floods) {
    it(`leave others as they were: ${what}`, async () => {
      const flood = await start(url());
      try {
        expect(await acknowledgements(device, ben, 30, 40)).to.have.length(30);
        expect((await ann.fetch('/api/me')).status).to.equal(200);
        expect(flood.amount).to.be.at.least(least);
      } finally {
        await flood.stop();
      }
      expect(device.connected).to.equal(true);
    });
  }
});
