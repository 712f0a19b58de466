/** Tests nodes that start while Redis is away: they serve, and hear each other when Redis is back. */
import { expect } from 'chai';
import { register } from '../support/client.ts';
import { collect } from '../support/device.ts';
import { sharedMariadb } from '../support/mariadb.ts';
import { type Redis, startRedis } from '../support/redis-server.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { until } from '../support/waiting.ts';
import { draft } from './pair-across-nodes.ts';

type Absence = [title: string, leave: (redis: Redis) => Promise<unknown>, back: (redis: Redis) => Promise<unknown>];

const absences: Absence[] = [
  ['refuses connections', (redis) => redis.stop(), (redis) => redis.start()],
  ['is silent', (redis) => redis.freeze(), async (redis) => redis.thaw()],
];

describe('a cluster whose nodes start without Redis', () => {
  for (const [title, leave, back] of absences) {
    it(`stores messages while Redis ${title}, and pushes them between nodes afterwards`, async () => {
      const redis = await startRedis();
      const databaseUrl = await (await sharedMariadb()).createDatabase();
      await leave(redis);
      const env = { DATABASE_URL: databaseUrl, REDIS_URL: redis.url(), SESSION_SECRET: 'x'.repeat(32) };
      const nodes: ServerProcess[] = [];
      try {
        for (const node of [1, 2]) nodes[node - 1] = await startServer({ env });
        const [ann, ben] = await Promise.all(nodes.map(({ url }) => register(url)));
        const [annDevice, benDevice] = [await ann!.connect(), await ben!.connect()];
        const { message } = await annDevice.ask('chatMessage', draft(ben!.username));
        const { messages } = await benDevice.ask('chatHistory', { with: ann!.username });
        expect(messages).to.deep.equal([message]);
        const heard = collect(benDevice, 'chatMessage');
        await back(redis);
        await until('a message is pushed to the other node', async () => {
          await annDevice.ask('chatMessage', draft(ben!.username));
          return heard.length > 0;
        });
      } finally {
        await Promise.all(nodes.map((node) => node.dispose()));
        await redis.dispose();
      }
    });
  }
});
