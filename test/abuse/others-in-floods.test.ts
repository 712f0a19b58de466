/** Tests that other users are served during a flood, with rate limits on. */
import { expect } from 'chai';
import { useNode } from '../http/in-process-node.ts';
import { register, type TestUser } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { acknowledgements } from './flood-kinds.ts';
import { floods } from './flood-list.ts';

describe('a flood', () => {
  const url = useNode({ rateLimits: true });
  let ann: TestUser;
  let ben: TestUser;
  let device: Device;
  // New users for each test, since their messages count towards their own rate limit.
  beforeEach(async () => {
    [ann, ben] = await Promise.all([register(url()), register(url())]);
    device = await ann.connect();
  });
  afterEach(() => void device.close());

  for (const [what, { start, least }] of Object.entries(floods)) {
    it(`does not stop the service for other users: ${what}`, async () => {
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
