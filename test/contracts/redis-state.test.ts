/** Tests how a lost Redis reaches the log: once for each cause, however many pushes are lost, and once when it is back. */
import { createServer } from 'node:http';
import { expect } from 'chai';
import { pino } from 'pino';
import { Server } from 'socket.io';
import { redisFaultKind } from '../../src/cluster/redis-faults.ts';
import { openSharedState } from '../../src/cluster/shared-state.ts';
import { createStateLog } from '../../src/observability/state-log.ts';
import { startRedis } from '../support/redis-server.ts';
import { until } from '../support/waiting.ts';

describe('a Redis that goes away', () => {
  it('is logged once for each cause, and once when it works again', async () => {
    const server = await startRedis();
    const lines: Record<string, unknown>[] = [];
    let count = 0;
    const logger = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
    const redisState = createStateLog('redis', logger, () => (count += 1));
    const secrets = ['a secret of the test with 32 characters'];
    const shared = await openSharedState({
      redisUrl: server.url(),
      secrets,
      limited: true,
      redisState,
      onMissed: () => {},
    });
    const io = new Server(createServer(), { ...(shared.adapter ? { adapter: shared.adapter } : {}) });
    try {
      await server.stop();
      for (let push = 0; push < 500; push += 1) io.to('room').emit('push', push);
      await until('every lost push is counted', () => count >= 500);
      expect(redisState.isUp()).to.equal(false);
      const kinds = lines.map(({ kind }) => kind);
      expect(kinds).to.deep.equal([...new Set(kinds)]);
      expect(kinds).to.not.include('other');
      await server.start();
      await until('it works again', () => redisState.isUp(), { ms: 30_000 });
      expect(lines.filter(({ state }) => state === 'up')).to.have.length(1);
    } finally {
      await shared.close();
      await io.close();
      await server.dispose();
    }
  });
});

describe('the cause of an error of Redis', () => {
  for (const [message, code, kind] of [
    ['connect ECONNREFUSED 127.0.0.1:6379', 'ECONNREFUSED', 'refused'],
    ['', 'ECONNREFUSED', 'refused'],
    ['getaddrinfo ENOTFOUND nowhere', 'ENOTFOUND', 'unknown_host'],
    ['Command timed out', undefined, 'timed_out'],
    ['connect ETIMEDOUT', 'ETIMEDOUT', 'timed_out'],
    ['WRONGPASS invalid username-password pair or user is disabled.', undefined, 'wrong_password'],
    ['NOAUTH Authentication required.', undefined, 'wrong_password'],
    ["NOPERM User a has no permissions to run the 'set' command", undefined, 'missing_right'],
    ["READONLY You can't write against a read only replica.", undefined, 'read_only'],
    ["OOM command not allowed when used memory > 'maxmemory'.", undefined, 'full'],
    ['MISCONF Redis is configured to save RDB snapshots', undefined, 'disk'],
    ['LOADING Redis is loading the dataset in memory', undefined, 'starting'],
    ['self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ["Stream isn't writeable and enableOfflineQueue options is false", undefined, 'lost'],
    ['Connection is closed.', undefined, 'lost'],
    ['read ECONNRESET', 'ECONNRESET', 'lost'],
    ['a new message', undefined, 'other'],
  ] as const) {
    it(`is named ${kind} for "${message || code}"`, () => {
      expect(redisFaultKind(Object.assign(new Error(message), code === undefined ? {} : { code }))).to.equal(kind);
    });
  }
});
