/** Tests that other users are served during a flood, with rate limits on. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { useNode } from '../http/in-process-node.ts';
import type { TestUser } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { makeFolder } from '../support/temporary-folder.ts';
import type { FloodTarget } from './flood.ts';
import { floods } from './flood-list.ts';
import { registerElsewhere, registerOwner } from './rightful-users.ts';

describe('a flood', () => {
  const dataDir = makeFolder('flooded');
  const url = useNode({ rateLimits: true, trustedProxies: ['127.0.0.1'], dataDir });
  let target: FloodTarget;
  let ann: TestUser;
  let ben: TestUser;
  let device: Device;
  // New users for each test, since their messages count towards their own rate limit.
  beforeEach(async () => {
    [ann, ben] = await Promise.all([registerElsewhere(url()), registerElsewhere(url())]);
    target = { url: url(), dataDir, scale: 0.1, owner: await registerOwner(url()) };
    device = await ann.connect();
  });
  afterEach(() => void device.close());

  async function send(): Promise<void> {
    await device.ask('chatMessage', { to: ben.username, clientId: randomUUID(), body: 'calm' });
    await sleep(40);
  }

  for (const [what, { start, least, others }] of Object.entries(floods)) {
    it(`does not stop the service for other users: ${what}`, async () => {
      const flood = await start(target);
      try {
        for (let sent = 0; sent < 30; sent += 1) {
          await send();
          if (sent % 10 === 5) await others?.(target);
        }
        expect((await ann.fetch('/api/me')).status).to.equal(200);
        expect(flood.amount).to.be.at.least(least);
      } finally {
        await flood.stop();
      }
      expect(device.connected).to.equal(true);
    });
  }
});
