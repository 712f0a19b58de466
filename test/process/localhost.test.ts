/** Tests a node on `localhost` when the name has an IPv6 address before an IPv4 one, as on most machines. */
import { expect } from 'chai';
import { goodPassword, TestUser, uniqueName } from '../support/client.ts';
import { freePort } from '../support/free-port.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { CommandRun } from './command-run.ts';

/** Replaces the hosts file, which may name only one address on this machine. */
const twoAddresses = `
  import dns from 'node:dns';
  import { syncBuiltinESMExports } from 'node:module';
  const both = [{ address: '::1', family: 6 }, { address: '127.0.0.1', family: 4 }];
  const { lookup, promises } = dns;
  const later = promises.lookup;
  promises.lookup = async (name, how = {}) =>
    name !== 'localhost' ? later(name, how) : how.all ? both : both[0];
  dns.lookup = (name, how, done) => {
    if (name !== 'localhost') return lookup(name, how, done);
    if (how.all) done(null, both);
    else (done ?? how)(null, '::1', 6);
  };
  syncBuiltinESMExports();`;

describe('a node on localhost', () => {
  let dataDir: string;
  let run: CommandRun;
  before(() => {
    dataDir = makeFolder('localhost');
  });
  after(async () => {
    run.kill('SIGKILL');
    await run.outcome();
    removeFolder(dataDir);
  });

  it('is one server at 127.0.0.1, with headers and sockets, and prints its name', async () => {
    const port = await freePort();
    run = new CommandRun(['main.js'], {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(twoAddresses)}`,
      DATA_DIR: dataDir,
      HOST: 'localhost',
      PORT: `${port}`,
      ARGON2_MEMORY_KIB: '1024',
    });
    expect(await run.ready()).to.equal(`http://localhost:${port}`);
    const url = `http://127.0.0.1:${port}`;
    const person = new TestUser(url, { username: uniqueName(), password: goodPassword });
    const body = { username: person.username, password: goodPassword };
    const answer = await person.fetch('/api/register', { method: 'POST', body });
    expect(answer.status).to.equal(201);
    expect(answer.headers.get('content-security-policy')).to.contain("default-src 'none'");
    (await person.connect()).close();
    const elsewhere = await fetch(`http://[::1]:${port}/healthz`).catch(() => null);
    expect(elsewhere, 'no second one').to.equal(null);
  });
});
