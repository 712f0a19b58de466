/** Provides a real S3-compatible store: OpenStack Swift, whose parts run as processes of their own. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { S3Place } from '../../src/policy/s3-address.ts';
import { Program } from './child-process.ts';
import { freePort } from './free-port.ts';
import { oncePerProcess } from './once-per-process.ts';
import { requireProgram } from './programs.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { isListening } from './waiting.ts';

const stores = ['account', 'container', 'object'] as const;
const keys = { accessKeyId: 'test:tester', secretAccessKey: 'testing' };

/** The proxy speaks S3; behind it a server each keeps accounts, containers and objects. */
export class S3Server {
  readonly port: number;
  readonly #proxy: Program;
  readonly #stores: Program[];
  readonly #folder: string;
  #buckets = 0;

  constructor(folder: string, ports: { proxy: number; stores: number[] }) {
    this.#folder = folder;
    this.port = ports.proxy;
    this.#proxy = swiftProgram('proxy', folder, ports.proxy);
    this.#stores = stores.map((name, at) => swiftProgram(name, folder, ports.stores[at]!));
  }

  async start(): Promise<void> {
    await Promise.all([this.#proxy, ...this.#stores].map((program) => program.start()));
  }

  /** Creates an empty bucket. */
  async freshPlace(): Promise<S3Place> {
    this.#buckets += 1;
    const endpoint = `http://127.0.0.1:${this.port}`;
    const place = { endpoint, bucket: `bucket-${this.#buckets}`, prefix: 'duologue/', region: 'us-east-1', ...keys };
    // Only here, because every test process loads this file.
    const { CreateBucketCommand, S3Client } = await import('@aws-sdk/client-s3');
    const { s3Settings } = await import('../../src/files/s3/s3-client.ts');
    const client = new S3Client(s3Settings(place));
    await client.send(new CreateBucketCommand({ Bucket: place.bucket }));
    client.destroy();
    return place;
  }

  /** Ends what speaks S3, as if the store could not be reached; the objects stay. */
  takeAway = () => this.#proxy.kill();
  bringBack = () => this.#proxy.start();
  freeze = () => this.#proxy.freeze();
  thaw = () => this.#proxy.thaw();

  async dispose(): Promise<void> {
    this.#proxy.thaw();
    await Promise.all([this.#proxy, ...this.#stores].map((program) => program.kill()));
    removeFolder(this.#folder);
  }
}

/** The settings of a node that uses this place. */
export const s3Env = ({ endpoint, bucket, prefix, region, accessKeyId, secretAccessKey }: S3Place) => ({
  FILES_S3_URL: `${endpoint}/${bucket}/${prefix}?region=${region}`,
  FILES_S3_ACCESS_KEY_ID: accessKeyId,
  FILES_S3_SECRET_ACCESS_KEY: secretAccessKey,
});

export async function startS3Server(): Promise<S3Server> {
  const folder = makeFolder('s3');
  const ports = { proxy: await freePort(), stores: [await freePort(), await freePort(), await freePort()] };
  mkdirSync(join(folder, 'devices/one'), { recursive: true });
  writeFileSync(join(folder, 'swift.conf'), swiftConf);
  writeFileSync(join(folder, 'proxy.conf'), proxyConf(folder, ports.proxy));
  for (const [at, name] of stores.entries()) prepareStore(folder, name, ports.stores[at]!);
  const server = new S3Server(folder, ports);
  await server.start();
  return server;
}

const shared = oncePerProcess('s3', (): { server?: Promise<S3Server> } => ({}));

/** The server that all suites of this process share, each with a bucket of its own. Suites that stop it start their own. */
export function sharedS3Server(): Promise<S3Server> {
  shared.server ??= startS3Server();
  return shared.server;
}

export async function stopSharedS3Server(): Promise<void> {
  await (await shared.server)?.dispose();
  delete shared.server;
}

function swiftProgram(name: 'proxy' | (typeof stores)[number], folder: string, port: number): Program {
  return new Program({
    name: `swift-${name}-server`,
    command: requireProgram(`swift-${name}-server`),
    args: [join(folder, `${name}.conf`), '-v'],
    cwd: folder,
    isReady: () => isListening(port),
  });
}

/** One device with one copy: this is about the protocol. */
function prepareStore(folder: string, name: string, port: number): void {
  writeFileSync(join(folder, `${name}.conf`), storeConf(folder, name, port));
  const ring = (...args: string[]) =>
    execFileSync(requireProgram('swift-ring-builder'), [join(folder, `${name}.builder`), ...args]);
  ring('create', '1', '1', '0');
  ring('add', `r1z1-127.0.0.1:${port}/one`, '1');
  ring('rebalance');
}

const swiftConf = `[swift-hash]
swift_hash_path_prefix = a
swift_hash_path_suffix = b
[storage-policy:0]
name = only
default = yes
`;

const common = (folder: string, port: number) => `[DEFAULT]
swift_dir = ${folder}
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = ${process.env.USER ?? 'root'}
`;

const storeConf = (folder: string, name: string, port: number) => `${common(folder, port)}devices = ${folder}/devices
mount_check = false
disable_fallocate = true
fallocate_reserve = 0
[pipeline:main]
pipeline = ${name}-server
[app:${name}-server]
use = egg:swift#${name}
`;

/** Its cache is a port on which nothing listens: it must have one, and works without. */
const proxyConf = (folder: string, port: number) => `${common(folder, port)}[pipeline:main]
pipeline = catch_errors cache s3api tempauth slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:9
[filter:s3api]
use = egg:swift#s3api
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:slo]
use = egg:swift#slo
`;
