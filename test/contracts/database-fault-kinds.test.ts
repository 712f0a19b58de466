/** Tests the kinds of faults of the database: each error has one, and the kinds are a closed set. */

import { expect } from 'chai';
import { createConnection } from 'mariadb';
import { withDeadline } from '../../src/policy/deadlines.ts';
import { databaseFaultKind } from '../../src/storage/database/database-fault-kinds.ts';
import { poolOptions } from '../../src/storage/database/mysql.ts';
import { SqliteFault } from '../../src/storage/database/sqlite-fault.ts';
import { freePort } from '../support/free-port.ts';
import { sharedMariadb } from '../support/mariadb.ts';

const failureOf = (work: Promise<unknown>) => work.then(() => null).catch((error: unknown) => error);

describe('the kind of a fault of the database', () => {
  it('names what SQLite reports', () => {
    const kindOf = (code: number) => databaseFaultKind(new SqliteFault('text', code));
    expect([5, 8, 13, 26, 1].map(kindOf)).to.deep.equal(['locked', 'read_only', 'full', 'damaged', 'other']);
    expect(kindOf(1032), 'an extended code').to.equal('read_only');
  });

  it('names a call that takes too long, and an error that nobody knows', async () => {
    const late = await failureOf(withDeadline(new Promise(() => {}), 1));
    expect([databaseFaultKind(late), databaseFaultKind(new Error('text'))]).to.deep.equal(['timed_out', 'other']);
    expect([null, undefined, 'text'].map(databaseFaultKind)).to.deep.equal(['other', 'other', 'other']);
  });

  it('names why the driver gets no connection', async () => {
    const url = new URL(await (await sharedMariadb()).createDatabase());
    const faults: [Partial<URL>, string][] = [
      [{ password: 'another' }, 'access'],
      [{ port: `${await freePort()}` }, 'refused'],
      [{ hostname: 'duologue.invalid' }, 'unknown_host'],
    ];
    for (const [change, expected] of faults) {
      const wrong = Object.assign(new URL(url.href), change);
      const error = await failureOf(createConnection(poolOptions(wrong.href, 1)));
      expect(databaseFaultKind(error), `${error}`).to.equal(expected);
    }
  });
});
