/** Web Push to a push service of the tests' own: one node, and two nodes with MariaDB and Redis. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { messageTo } from '../engine/engine-bench.ts';
import { expectStatus, logIn, register, type TestUser } from '../support/client.ts';
import { startCluster } from '../support/cluster-processes.ts';
import { type PushBrowser, PushService } from '../support/push-service.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { until } from '../support/waiting.ts';

const far = '9999-12-31T23:59:59.999Z';

interface Shape {
  name: string;
  start(env: Record<string, string>): Promise<{ nodes: readonly ServerProcess[]; stop(): Promise<unknown> }>;
}

const shapes: Shape[] = [
  {
    name: 'one node',
    async start(env) {
      const node = await startServer({ env });
      return { nodes: [node], stop: () => node.dispose() };
    },
  },
  { name: 'two nodes', start: (env) => startCluster({ nodes: 2, env }) },
];

for (const shape of shapes) {
  describe(`Web Push with ${shape.name}`, () => {
    const service = new PushService();
    let deployment: Awaited<ReturnType<Shape['start']>>;
    let first: string;
    let last: string;
    before(async () => {
      await service.start();
      deployment = await shape.start(service.env);
      [first, last] = [deployment.nodes[0]?.url ?? '', deployment.nodes.at(-1)?.url ?? ''];
    });
    after(async () => {
      await deployment?.stop();
      service.stop();
      expect(service.faults).to.deep.equal([]);
    });

    const subscribe = async (user: TestUser, browser = service.newBrowser()): Promise<PushBrowser> => {
      expectStatus(await user.fetch('/api/push', { method: 'PUT', body: browser.subscription }), 204);
      return browser;
    };
    const save = async (user: TestUser, body: object) =>
      expectStatus(await user.fetch('/api/me/settings', { method: 'PATCH', body }), 200);
    /** Sends at the first node. */
    const send = async (from: TestUser, to: TestUser, body: string, clientId: string = randomUUID()) => {
      const path = `/api/conversations/${to.username}/messages`;
      const sent = { method: 'POST', body: { clientId, body } };
      return expectStatus(await from.at(first).fetch<{ message: { seq: number } }>(path, sent), 201).message;
    };
    const bodies = ({ received }: PushBrowser) => received.map(({ notice }) => notice.body);
    const receives = (browser: PushBrowser, count: number) =>
      until(`${count} pushes`, () => browser.received.length >= count);

    /** Ann writes at the first node; Ben is at the last one. */
    async function makePair() {
      const [ann, ben] = await Promise.all([register(first, { displayName: 'Ann Ångström' }), register(last)]);
      return { ann, ben, browser: await subscribe(ben) };
    }
    /** A message that is pushed after all that came before it. */
    async function marker(to: TestUser, browser: PushBrowser): Promise<void> {
      const other = await register(first);
      const text = `marker ${randomUUID()}`;
      await send(other, to, text);
      await until('the marker', () => bodies(browser).includes(text));
    }

    it('pushes a message encrypted, signed by the key that all nodes answer', async () => {
      const { ann, ben, browser } = await makePair();
      const { seq } = await send(ann, ben, 'Hello 😀');
      await receives(browser, 1);
      const [{ notice, headers, claims, key, bytes }] = browser.received as [(typeof browser.received)[0]];
      expect(notice).to.include({ type: 'message', seq, from: ann.username, name: 'Ann Ångström', body: 'Hello 😀' });
      expect(headers).to.include({ 'content-encoding': 'aes128gcm', urgency: 'high', ttl: '86400' });
      expect(headers.topic).to.match(/^[\w-]{1,32}$/);
      expect(bytes, 'padded').to.be.above(2_048);
      expect(claims.aud).to.equal(`https://${service.host}`);
      expect(claims.exp * 1_000).to.be.within(Date.now(), Date.now() + 24 * 3_600_000);
      for (const url of [first, last]) {
        expect(expectStatus(await ben.at(url).fetch('/api/push/key'), 200)).to.deep.equal({ key });
      }
    });

    it('pushes nothing that a device has read or shown, and tells every device when it is read', async () => {
      const { ann, ben, browser } = await makePair();
      const device = await ben.connect();
      const read = await send(ann, ben, 'read at once');
      await device.ask('markRead', { with: ann.username, seq: read.seq });
      await marker(ben, browser);
      const shown = await send(ann, ben, 'shown at once');
      await device.ask('markDelivered', { with: ann.username, seq: shown.seq, shown: true });
      await marker(ben, browser);
      expect(bodies(browser).filter((body) => !body?.startsWith('marker'))).to.deep.equal([]);
      const { seq } = await send(ann, ben, 'delivered only');
      await device.ask('markDelivered', { with: ann.username, seq });
      await until('the push', () => bodies(browser).includes('delivered only'));
      const { tag } = browser.received.find(({ notice }) => notice.body === 'delivered only')?.notice ?? {};
      const second = await subscribe(await logIn(first, ben));
      await device.ask('markRead', { with: ann.username, seq });
      await receives(second, 1);
      expect(second.received[0]?.notice).to.deep.equal({ type: 'read', tag, seq });
      await until('the withdrawal', () => browser.received.some(({ notice }) => notice.type === 'read'));
      await device.ask('markRead', { with: ann.username, seq });
      await marker(ben, browser);
      expect(second.received.filter(({ notice }) => notice.type === 'read')).to.have.length(1);
      device.close();
    });

    it('obeys mute, quiet hours, do-not-disturb and the preview', async () => {
      const { ann, ben, browser } = await makePair();
      const mute = async (until: string | null) =>
        expectStatus(
          await ben.fetch(`/api/conversations/${ann.username}/mute`, { method: 'PUT', body: { until } }),
          200,
        );
      await mute(far);
      await send(ann, ben, 'muted');
      await marker(ben, browser);
      await mute(null);
      const allDay = { from: '00:00', to: '00:00', timeZone: 'UTC' };
      await save(ben, { notifications: { quietHours: allDay } });
      await send(ann, ben, 'quiet');
      const carl = await register(first);
      const carls = await subscribe(carl);
      await marker(carl, carls);
      await save(ben, { notifications: { quietHours: null } });
      await ben.fetch('/api/me/status', { method: 'PUT', body: { doNotDisturb: true } });
      await send(ann, ben, 'not to be disturbed');
      await marker(carl, carls);
      await ben.fetch('/api/me/status', { method: 'PUT', body: { text: 'Here', until: far } });
      await save(ben, { notifications: { quietHours: null, preview: 'sender', sound: false } });
      await send(ann, ben, 'sender only');
      await receives(browser, 2);
      const sender = browser.received.at(-1)?.notice;
      expect(sender).to.include({ from: ann.username, name: 'Ann Ångström', silent: true });
      expect(sender).to.not.have.property('body');
      await save(ben, { notifications: { preview: 'none' } });
      await send(ann, ben, 'nothing shown');
      await receives(browser, 3);
      expect(browser.received.at(-1)?.notice).to.have.all.keys('type', 'tag', 'seq', 'sentAt', 'silent');
    });

    it('removes a subscription that is gone, and tries again where the push service is busy', async () => {
      const { ann, ben, browser } = await makePair();
      browser.answers.push(503, 429);
      await send(ann, ben, 'busy');
      await receives(browser, 1);
      expect(browser.requests).to.equal(3);
      browser.answers.push(410);
      await send(ann, ben, 'gone');
      await until('the request', () => browser.requests === 4);
      const again = await subscribe(await logIn(first, ben));
      await send(ann, ben, 'after');
      await receives(again, 1);
      expect(browser.requests).to.equal(4);
    });

    it('ends with the session, and with the browser’s next user', async () => {
      const { ann, ben, browser } = await makePair();
      const laptop = await logIn(first, ben);
      const kept = await subscribe(laptop);
      expectStatus(await ben.logOut(), 204);
      await send(ann, laptop, 'after the log-out');
      await receives(kept, 1);
      const carl = await register(last);
      await subscribe(carl, kept);
      await send(ann, laptop, 'for nobody');
      await send(ann, carl, 'for carl');
      await until('the push', () => bodies(kept).includes('for carl'));
      expect(bodies(kept)).to.not.include('for nobody');
      expectStatus(await carl.fetch('/api/push', { method: 'DELETE' }), 204);
      await send(ann, carl, 'after the end');
      const dave = await register(last);
      await marker(dave, await subscribe(dave));
      expect(bodies(kept)).to.not.include('after the end');
      expect(browser.received).to.deep.equal([]);
    });

    it('refuses an endpoint that the server may not reach, and keys that do not encrypt', async () => {
      const { ben, browser } = await makePair();
      const { endpoint, keys } = browser.subscription;
      const wrong: [object, string][] = [
        [{ endpoint: 'https://push.example.org/1', keys }, 'endpoint'],
        [{ endpoint: endpoint.replace('https', 'http'), keys }, 'endpoint'],
        [{ endpoint: endpoint.replace('localhost', 'user@localhost'), keys }, 'endpoint'],
        [{ endpoint: `${endpoint}${'x'.repeat(1_000)}`, keys }, 'endpoint'],
        [{ endpoint, keys: { ...keys, auth: 'AAAA' } }, 'keys.auth'],
        [{ endpoint, keys: { ...keys, p256dh: Buffer.alloc(65, 4).toString('base64url') } }, 'keys.p256dh'],
      ];
      for (const [body, field] of wrong) {
        const { error } = expectStatus(
          await ben.fetch<{ error: { code: string; fields: object } }>('/api/push', { method: 'PUT', body }),
          400,
        );
        expect(error.code).to.equal('invalid_input');
        expect(error.fields, JSON.stringify(body)).to.have.property(field);
      }
    });

    it('reaches one device after a node is killed between the message and its push', async function () {
      const [node] = deployment.nodes;
      if (deployment.nodes.length < 2 || !node) this.skip();
      const { ann, ben, browser } = await makePair();
      const clientId = randomUUID();
      await send(ann, ben, 'from a node that dies', clientId);
      await node.kill();
      // The client whose answer was lost sends again, to the other node.
      const device = await ann.at(last).connect();
      await device.ask('chatMessage', { ...messageTo(ben, 'from a node that dies'), clientId });
      await receives(browser, 1);
      await device.ask('chatMessage', { ...messageTo(ben, 'from a node that dies'), clientId });
      await device.ask('chatMessage', messageTo(ben, 'the next one'));
      await until('the next one', () => bodies(browser).includes('the next one'));
      expect(bodies(browser)).to.deep.equal(['from a node that dies', 'the next one']);
      device.close();
    });
  });
}
