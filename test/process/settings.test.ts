/** Tests the configuration: every fault names its variable, and all faults are listed at once. */
import { expect } from 'chai';
import { ConfigError, readConfig } from '../../src/config.ts';

const secret = { SESSION_SECRET: 'x'.repeat(32) };
const database = 'mysql://user:planted-password@127.0.0.1:3306/database';
const redis = 'redis://127.0.0.1:6379';

function faultsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    expect(error).to.be.instanceOf(ConfigError);
    return (error as Error).message.split('\n');
  }
}

describe('the configuration', () => {
  const settings: [title: string, env: Record<string, string>, says: RegExp][] = [
    ['DATABASE_URL without REDIS_URL', { ...secret, DATABASE_URL: database }, /REDIS_URL is missing/],
    ['REDIS_URL without DATABASE_URL', { REDIS_URL: redis }, /DATABASE_URL is missing/],
    ['a cluster without SESSION_SECRET', { DATABASE_URL: database, REDIS_URL: redis }, /SESSION_SECRET is missing/],
    ['a short SESSION_SECRET', { SESSION_SECRET: 'planted-too-short' }, /SESSION_SECRET .*32/],
    [
      'a DATABASE_URL of another protocol',
      { ...secret, DATABASE_URL: 'postgres://x/y', REDIS_URL: redis },
      /DATABASE_URL.*mysql:/,
    ],
    [
      'a database password that is not encoded',
      { ...secret, DATABASE_URL: 'mysql://u:50%off@x/y', REDIS_URL: redis },
      /DATABASE_URL.*%25/,
    ],
    [
      'a DATABASE_URL that names no database',
      { ...secret, DATABASE_URL: 'mysql://u:p@x/', REDIS_URL: redis },
      /DATABASE_URL.*\/database/,
    ],
    [
      'an unknown parameter of DATABASE_URL',
      { ...secret, DATABASE_URL: `${database}?sslmode=require`, REDIS_URL: redis },
      /DATABASE_URL: .*"sslmode".*ssl=true/,
    ],
    [
      'a parameter of DATABASE_URL with a wrong value',
      { ...secret, DATABASE_URL: `${database}?connectionLimit=many`, REDIS_URL: redis },
      /DATABASE_URL: .*connectionLimit.*whole number/,
    ],
    ['a malformed REDIS_URL', { ...secret, DATABASE_URL: database, REDIS_URL: 'localhost' }, /REDIS_URL.*redis:/],
    ['a PORT that is not a number', { PORT: 'abc' }, /PORT/],
    ['a PORT above 65535', { PORT: '70000' }, /PORT.*65535/],
    ['a negative PORT', { PORT: '-1' }, /PORT/],
    [
      'a PUBLIC_ORIGIN with a path',
      { PUBLIC_ORIGIN: 'https://chat.example.org/' },
      /PUBLIC_ORIGIN.*chat\.example\.org\//,
    ],
    ['a TRUST_PROXY that is not an address', { TRUST_PROXY: 'true' }, /TRUST_PROXY/],
    ['a TRUST_PROXY network with too many bits', { TRUST_PROXY: '10.0.0.0/64' }, /TRUST_PROXY/],
    ['an unknown LOG_LEVEL', { LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
    ['a RATE_LIMITS other than on or off', { RATE_LIMITS: 'maybe' }, /RATE_LIMITS/],
    ['an unknown REGISTRATION', { REGISTRATION: 'friends' }, /REGISTRATION must be open, closed or invite/],
    ['too little memory for a hash', { ARGON2_MEMORY_KIB: '1' }, /ARGON2_MEMORY_KIB/],
  ];
  for (const [title, env, says] of settings) {
    it(`refuses ${title}`, () => {
      const faults = faultsOf(env);
      expect(faults).to.have.length(1);
      expect(faults[0]).to.match(says).and.not.contain('planted');
    });
  }

  it('has the defaults of the help when variables are unset or only white space', () => {
    const embedded = readConfig({});
    expect(embedded).to.include({
      port: 3_000,
      host: '127.0.0.1',
      dataDir: './data',
      databaseUrl: null,
      redisUrl: null,
    });
    expect(embedded).to.include({ rateLimits: true, metricsToken: null, sessionSecrets: null, logLevel: 'info' });
    expect(readConfig({ PORT: ' ', DATABASE_URL: '', REDIS_URL: ' ', PUBLIC_ORIGIN: ' , ' })).to.deep.equal(embedded);
  });

  it('accepts comma lists of secrets, origins and proxies of both IP families', () => {
    const [one, two] = ['a'.repeat(32), 'b'.repeat(40)];
    const config = readConfig({
      SESSION_SECRET: `${one}, ${two}`,
      PUBLIC_ORIGIN: 'https://a.example,https://b.example:8443',
      TRUST_PROXY: '127.0.0.1, ::1,10.0.0.0/8,fd00::/8',
    });
    expect(config.sessionSecrets).to.deep.equal([one, two]);
    expect(config.publicOrigins).to.deep.equal(['https://a.example', 'https://b.example:8443']);
    expect(config.trustedProxies).to.deep.equal(['127.0.0.1', '::1', '10.0.0.0/8', 'fd00::/8']);
  });

  it('refuses a list without secrets', () => {
    for (const value of [',', ' , ']) expect(faultsOf({ SESSION_SECRET: value }), value).to.have.length(1);
  });

  it('accepts all three cluster variables, with either name of the database protocol', () => {
    for (const url of [database, database.replace('mysql', 'mariadb')]) {
      expect(faultsOf({ ...secret, DATABASE_URL: url, REDIS_URL: redis })).to.deep.equal([]);
    }
  });
});
