/** Tests failed starts: each fault is one clear line on standard error with the exit code of its kind, without a stack trace. */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis as RedisClient } from 'ioredis';
import { freePort } from '../support/free-port.ts';
import { sharedMariadb } from '../support/mariadb.ts';
import { startRedis } from '../support/redis-server.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { runToEnd } from './command-run.ts';

const secret = { SESSION_SECRET: 'x'.repeat(32) };
const database = 'mysql://user:planted-password@127.0.0.1:3306/database';
const redis = 'redis://127.0.0.1:6379';

describe('a node that cannot start', () => {
  let dataDir: string;
  before(() => {
    dataDir = makeFolder('faults');
  });
  after(() => removeFolder(dataDir));

  /** Runs the command to its end and answers the lines of its standard error. */
  async function faultsOf(env: Record<string, string>, exitCode: number, args = ['main.js']): Promise<string[]> {
    const { code, stdout, stderr } = await runToEnd(args, { DATA_DIR: dataDir, PORT: '0', ...env });
    expect(code, stderr).to.equal(exitCode);
    expect(stderr)
      .to.match(/[^\s].*\n$/)
      .and.not.match(/^\s+at |node_modules|\.[jt]s:\d|planted|Prisma|invocation/im);
    expect(stdout)
      .to.not.contain('Duologue is ready')
      .and.not.match(/^\s+at /m);
    return stderr.trimEnd().split('\n');
  }

  const settings: [title: string, env: Record<string, string>, exitCode: number, says: RegExp][] = [
    ['DATABASE_URL without REDIS_URL', { ...secret, DATABASE_URL: database }, 2, /REDIS_URL is missing/],
    ['no SESSION_SECRET', { DATABASE_URL: database, REDIS_URL: redis }, 2, /SESSION_SECRET is missing/],
    ['a HOST that is not of this machine', { HOST: '192.0.2.1' }, 1, /192\.0\.2\.1.*HOST/],
  ];
  for (const [title, env, exitCode, says] of settings) {
    it(`names the fault: ${title}`, async () => {
      const faults = await faultsOf(env, exitCode);
      expect(faults).to.have.length(1);
      expect(faults[0]).to.match(says);
    });
  }

  it('lists all faults at once, one on each line', async () => {
    const env = {
      PORT: 'x',
      RATE_LIMITS: 'x',
      TRUST_PROXY: 'x',
      PUBLIC_ORIGIN: 'x',
      DATABASE_URL: 'x',
      LOG_LEVEL: 'x',
    };
    const faults = await faultsOf(env, 2);
    for (const name of [...Object.keys(env), 'REDIS_URL', 'SESSION_SECRET']) {
      expect(faults.filter((line) => line.startsWith(name)).length, name).to.be.at.least(1);
    }
    expect(new Set(faults).size).to.equal(faults.length);
  });

  it('names a port that is in use', async () => {
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    const faults = await faultsOf({ PORT: `${port}` }, 1);
    other.close();
    expect(faults).to.have.length(1);
    expect(faults[0]).to.contain(`${port}`).and.contain('in use').and.contain('PORT');
  });

  it('names a data folder that is a file, and a file that is no database', async () => {
    const file = join(dataDir, 'file');
    writeFileSync(file, 'not a folder');
    const [line, ...more] = await faultsOf({ DATA_DIR: file }, 3);
    expect(more).to.deep.equal([]);
    expect(line)
      .to.match(/DATA_DIR/)
      .and.contain(file);
    const spoiled = makeFolder('spoiled');
    writeFileSync(join(spoiled, 'duologue.sqlite'), 'this is no database at all, '.repeat(100));
    const [reason, ...rest] = await faultsOf({ DATA_DIR: spoiled }, 3);
    removeFolder(spoiled);
    expect(rest).to.deep.equal([]);
    expect(reason).to.contain('DATA_DIR');
  });

  describe('without its database or Redis', () => {
    let databaseUrl: string;
    before(async () => {
      databaseUrl = await (await sharedMariadb()).createDatabase();
    });
    const closed = async (protocol: string) => `${protocol}://user:planted-password@127.0.0.1:${await freePort()}/x`;

    it('names a database that cannot be reached', async () => {
      const faults = await faultsOf({ ...secret, DATABASE_URL: await closed('mysql'), REDIS_URL: redis }, 3);
      expect(faults).to.have.length(1);
      expect(faults[0]).to.contain('DATABASE_URL');
    });

    it('names a database that refuses the password or does not exist', async () => {
      const wrongPassword = Object.assign(new URL(databaseUrl), { password: 'planted-wrong' }).href;
      const nowhere = Object.assign(new URL(databaseUrl), { pathname: '/duologue_nowhere' }).href;
      for (const url of [wrongPassword, nowhere]) {
        const faults = await faultsOf({ ...secret, DATABASE_URL: url, REDIS_URL: redis }, 3);
        expect(faults).to.have.length(1);
        expect(faults[0]).to.contain('DATABASE_URL');
      }
    });

    it('names a Redis whose host is unknown', async () => {
      const env = { ...secret, DATABASE_URL: databaseUrl, REDIS_URL: 'redis://duologue.invalid:6379' };
      const faults = await faultsOf(env, 3);
      expect(faults).to.have.length(1);
      expect(faults[0]).to.contain('REDIS_URL').and.contain('duologue.invalid');
    });

    it('names a Redis that refuses the password', async () => {
      const server = await startRedis();
      const client = new RedisClient(server.url());
      await client.config('SET', 'requirepass', 'another');
      client.disconnect();
      const wrong = Object.assign(new URL(server.url()), { password: 'planted-wrong' }).href;
      try {
        for (const url of [wrong, server.url()]) {
          const faults = await faultsOf({ ...secret, DATABASE_URL: databaseUrl, REDIS_URL: url }, 3);
          expect(faults).to.have.length(1);
          expect(faults[0]).to.contain('REDIS_URL');
        }
      } finally {
        await server.dispose();
      }
    });

    it('prints the same from the command line', async () => {
      for (const command of ['serve', 'migrate']) {
        const env = { ...secret, DATABASE_URL: await closed('mysql'), REDIS_URL: redis };
        expect(await faultsOf(env, 3, ['cli.js', command]), command).to.have.length(1);
      }
    });
  });
});
