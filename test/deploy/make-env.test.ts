/** Tests `deploy/make-env.sh`, which writes the settings of `docker-compose.yml` once. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { readComposeFile, readSettings, repositoryFile } from './compose-model.ts';

const secretNames = ['SESSION_SECRET', 'MYSQL_PASSWORD', 'MYSQL_ROOT_PASSWORD', 'REDIS_PASSWORD', 'METRICS_TOKEN'];

describe('deploy/make-env.sh', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) removeFolder(folder);
  });

  /** A folder with the script and the example only. */
  function checkout(): string {
    const folder = makeFolder('make-env');
    folders.push(folder);
    mkdirSync(join(folder, 'deploy'));
    for (const path of ['deploy/make-env.sh', '.env.example']) copyFileSync(repositoryFile(path), join(folder, path));
    return folder;
  }

  /** Runs the script from another folder, under a shell that would let others read new files. */
  function run(folder: string, ...args: string[]) {
    const script = ['umask 000; exec "$0" "$@"', join(folder, 'deploy/make-env.sh'), ...args];
    const { status, stdout, stderr } = spawnSync('sh', ['-c', ...script], { cwd: '/', encoding: 'utf8' });
    return { status, stdout, stderr };
  }
  const written = (folder: string) => readFileSync(join(folder, '.env'), 'utf8');

  it('writes new secrets into a file that only its owner can read', () => {
    const [one, other] = [checkout(), checkout()];
    for (const folder of [one, other]) {
      const { status, stdout, stderr } = run(folder);
      expect([status, stderr]).to.deep.equal([0, '']);
      expect(statSync(join(folder, '.env')).mode & 0o777).to.equal(0o600);
      for (const name of secretNames) expect(stdout).to.not.contain(readSettings(written(folder))[name]);
    }
    const values = [one, other].flatMap((folder) => secretNames.map((name) => readSettings(written(folder))[name]));
    for (const value of values) expect(value).to.match(/^[0-9a-f]{64}$/);
    expect(new Set(values).size).to.equal(2 * secretNames.length);
  });

  it('never changes a file that exists', () => {
    const folder = checkout();
    run(folder);
    const before = written(folder);
    const { status, stderr } = run(folder, 'chat.example.org');
    expect(status).to.equal(1);
    expect(stderr).to.match(/exists already/);
    expect(written(folder)).to.equal(before);
  });

  it('names the settings that an older file lacks', () => {
    const folder = checkout();
    run(folder);
    expect(run(folder).stderr).to.not.contain('lacks');
    writeFileSync(join(folder, '.env'), written(folder).replace(/^REDIS_PASSWORD=.*\n/m, ''));
    const { status, stderr } = run(folder);
    expect(status).to.equal(1);
    expect(stderr.match(/It lacks \w+/g)).to.deep.equal(['It lacks REDIS_PASSWORD']);
  });

  it('sets HTTPS up for a host name, and plain HTTP without one', () => {
    const [plain, secure] = [checkout(), checkout()];
    run(plain);
    run(secure, 'chat.example.org');
    expect(readSettings(written(plain))).to.include({ PUBLIC_ORIGIN: '', COMPOSE_PROFILES: '' });
    const settings = readSettings(written(secure));
    expect(settings).to.include({ PUBLIC_ORIGIN: 'https://chat.example.org', COMPOSE_PROFILES: 'https' });
    expect(readComposeFile(settings).services.caddy?.environment?.PUBLIC_ORIGIN).to.equal('https://chat.example.org');
  });

  it('refuses what is no host name, and writes nothing', () => {
    const folder = checkout();
    for (const host of ['https://chat.example.org', 'chat.example.org/', 'a b', '.org', '-x', 'a:80', 'a;id']) {
      const { status, stderr } = run(folder, host);
      expect(status, host).to.equal(2);
      expect(stderr).to.match(/is not a host name/);
    }
    expect(existsSync(join(folder, '.env'))).to.equal(false);
  });
});
