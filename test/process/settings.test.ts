/** Tests the configuration: every fault names its variable, and all faults are listed at once. */
import { expect } from 'chai';
import webpush from 'web-push';
import { ConfigError, filesPlace, readConfig } from '../../src/config.ts';

const vapid = webpush.generateVAPIDKeys();
const secret = { SESSION_SECRET: 'x'.repeat(32) };
const database = 'mysql://user:planted-password@127.0.0.1:3306/database';
const redis = 'redis://127.0.0.1:6379';

const s3Settings = {
  FILES_S3_URL: 'https://s3.example.org/bucket/chat/one?region=eu-central-1',
  FILES_S3_ACCESS_KEY_ID: 'key',
  FILES_S3_SECRET_ACCESS_KEY: 'planted-secret-key',
};

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
    [
      'a folder and an S3-compatible store at once',
      { ...s3Settings, FILES_DIR: '/srv/files' },
      /FILES_DIR and FILES_S3_URL are both set/,
    ],
    [
      'an S3-compatible store without its secret key',
      { ...s3Settings, FILES_S3_SECRET_ACCESS_KEY: '' },
      /FILES_S3_SECRET_ACCESS_KEY is missing/,
    ],
    ...[
      'http://s3.example.org/bucket',
      'http://203.0.113.1/bucket',
      'ftp://10.0.0.1/bucket',
      'https://s3.example.org/',
      'https://key:planted@s3.example.org/bucket',
      'https://s3.example.org/bucket?region=a&planted=1',
      'https://s3.example.org/bucket?region=EU+1',
      'https://s3.example.org/Bucket',
      'https://s3.example.org/bucket/a%2Fb',
      'bucket',
    ].map((FILES_S3_URL): (typeof settings)[number] => [
      `the address ${FILES_S3_URL} of an S3-compatible store`,
      { ...s3Settings, FILES_S3_URL },
      /FILES_S3_URL must look like/,
    ]),
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
    ['a VAPID key without its pair', { VAPID_PUBLIC_KEY: vapid.publicKey }, /VAPID_PRIVATE_KEY is missing/],
    [
      'VAPID keys that are no pair',
      { VAPID_PUBLIC_KEY: vapid.publicKey, VAPID_PRIVATE_KEY: webpush.generateVAPIDKeys().privateKey },
      /VAPID_PUBLIC_KEY is not the public key/,
    ],
    [
      'a short VAPID key',
      { VAPID_PUBLIC_KEY: vapid.publicKey, VAPID_PRIVATE_KEY: 'planted' },
      /VAPID_PRIVATE_KEY must be 32 bytes/,
    ],
    ['a VAPID_SUBJECT that is no address', { VAPID_SUBJECT: 'admin' }, /VAPID_SUBJECT must look like mailto:/],
    ['a PUSH_ENDPOINT_HOSTS that is no host', { PUSH_ENDPOINT_HOSTS: 'https://a.example' }, /PUSH_ENDPOINT_HOSTS/],
    ['a FILE_MAX_MIB that is too large', { FILE_MAX_MIB: '2048' }, /FILE_MAX_MIB must be .* from 1 to 2047/],
    ['a FILES_QUOTA_MIB of nothing', { FILES_QUOTA_MIB: '0' }, /FILES_QUOTA_MIB/],
    ['a FILES_TOTAL_MIB that is not a number', { FILES_TOTAL_MIB: 'all' }, /FILES_TOTAL_MIB/],
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

  it('keeps files in a folder of its data, in the folder that is named, or, in a cluster without one, not at all', () => {
    const cluster = { ...secret, DATABASE_URL: database, REDIS_URL: redis };
    expect(filesPlace(readConfig({ DATA_DIR: '/somewhere' }))).to.deep.equal({ folder: '/somewhere/files' });
    expect(filesPlace(readConfig({ FILES_DIR: '/elsewhere' }))).to.deep.equal({ folder: '/elsewhere' });
    expect(filesPlace(readConfig(cluster))).to.equal(null);
    expect(filesPlace(readConfig({ ...cluster, FILES_DIR: '/shared' }))).to.deep.equal({ folder: '/shared' });
  });

  it('keeps files in an S3-compatible store, also in a cluster', () => {
    const cluster = { ...secret, DATABASE_URL: database, REDIS_URL: redis };
    const keys = { accessKeyId: 'key', secretAccessKey: 'planted-secret-key' };
    const named = { endpoint: 'https://s3.example.org', bucket: 'bucket', prefix: 'chat/one/', region: 'eu-central-1' };
    for (const env of [s3Settings, { ...cluster, ...s3Settings }]) {
      expect(filesPlace(readConfig(env))).to.deep.equal({ s3: { ...named, ...keys } });
    }
    for (const endpoint of ['http://127.0.0.1:9000', 'http://[::1]:9000', 'http://10.1.2.3', 'http://store:9000']) {
      const place = filesPlace(readConfig({ ...s3Settings, FILES_S3_URL: `${endpoint}/bucket` }));
      expect(place).to.deep.equal({ s3: { endpoint, bucket: 'bucket', prefix: '', region: 'us-east-1', ...keys } });
    }
  });

  it('reads the bounds of files in MiB', () => {
    const { fileBounds } = readConfig({ FILE_MAX_MIB: '2', FILES_QUOTA_MIB: '3', FILES_TOTAL_MIB: '4' });
    expect(fileBounds).to.deep.equal({ fileMaxBytes: 2_097_152, quotaBytes: 3_145_728, totalBytes: 4_194_304 });
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
