/** Tests that the node and every command of this version refuse a database that a newer version has changed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { openHandle } from '../../src/storage/database/sqlite-handle.ts';
import { sharedMariadb } from '../support/mariadb.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { runToEnd } from './command-run.ts';

const insert =
  "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ('later', '', '29990101000000_later', '2999-01-01 00:00:00', 1)";

const shapes = [
  {
    shape: 'SQLite',
    async makePlace(folder: string) {
      const env = { DATA_DIR: join(folder, 'data') };
      await runToEnd(['cli.js', 'migrate', '--create'], env);
      const change = async (sql: string) => {
        const handle = openHandle(join(env.DATA_DIR, 'duologue.sqlite'));
        handle.run(sql);
        handle.close();
      };
      return { env, change };
    },
  },
  {
    shape: 'MariaDB',
    async makePlace() {
      const mariadb = await sharedMariadb();
      const url = await mariadb.createDatabase();
      const env = { DATABASE_URL: url, REDIS_URL: 'redis://127.0.0.1:1', SESSION_SECRET: 'x'.repeat(32) };
      await runToEnd(['cli.js', 'migrate'], env);
      const table = `${new URL(url).pathname.slice(1)}._prisma_migrations`;
      return {
        env,
        change: async (sql: string) => void (await mariadb.query(sql.replace('_prisma_migrations', table))),
      };
    },
  },
];

for (const { shape, makePlace } of shapes) {
  describe(`a database that a newer version has changed (${shape})`, () => {
    const folder = makeFolder('newer-database');
    const file = join(folder, 'saved.backup');
    let env: Record<string, string>;
    before(async () => {
      const place = await makePlace(folder);
      env = place.env as Record<string, string>;
      await place.change(insert);
    });
    after(() => removeFolder(folder));

    const commands = [
      ['serve'],
      ['migrate'],
      ['fsck'],
      ['fsck', '--repair'],
      ['backup', file],
      ['user', 'list'],
      ['user', 'create', 'ann'],
      ['user', 'disable', 'ann'],
      ['user', 'reset-password', 'ann'],
      ['invite', 'list'],
      ['invite', 'create'],
    ];
    for (const args of commands) {
      it(`is refused by the command ${args.filter((arg) => arg !== file).join(' ')}`, async () => {
        const { code, stdout, stderr } = await runToEnd(['cli.js', ...args], { PORT: '0', ...env });
        expect(stderr).to.match(/belongs to a newer version of Duologue: .*29990101000000_later/);
        expect([code, stdout]).to.deep.equal([4, '']);
        expect(existsSync(file)).to.equal(false);
      });
    }
  });
}
