/** A real HAProxy before the test nodes, set up by `deploy/haproxy.cfg` itself, with quicker health checks. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Program } from './child-process.ts';
import { freePort } from './free-port.ts';
import { requireProgram } from './programs.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { answersOn } from './waiting.ts';

export interface HaproxyOptions {
  nodes: readonly { port: number }[];
  balance?: 'roundrobin' | 'leastconn';
  /** How long an open WebSocket may be silent; longer than the heartbeats. */
  tunnelTimeout?: string;
  /** How a node is found to be down. */
  check?: string;
  /** Where it listens; a free port where nothing is said. */
  port?: number;
  /** A file with certificate and key: it then speaks HTTPS. */
  certificate?: string;
}

export class Haproxy extends Program {
  readonly port: number;
  readonly folder: string;

  constructor(port: number, folder: string) {
    super({
      name: 'haproxy',
      command: requireProgram('haproxy'),
      args: ['-db', '-f', join(folder, 'haproxy.cfg')],
      isReady: () => answersOn(port),
    });
    this.port = port;
    this.folder = folder;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Stops it for good. */
  async dispose(): Promise<void> {
    await this.stop();
    removeFolder(this.folder);
  }
}

export async function startHaproxy(options: HaproxyOptions): Promise<Haproxy> {
  const haproxy = new Haproxy(options.port ?? (await freePort()), makeFolder('haproxy'));
  writeFileSync(join(haproxy.folder, 'haproxy.cfg'), configuration(haproxy.port, options));
  await haproxy.start();
  return haproxy;
}

const deployed = fileURLToPath(new URL('../../deploy/haproxy.cfg', import.meta.url));

/** `deploy/haproxy.cfg` itself, with other nodes, another port and quicker checks. */
function configuration(port: number, options: HaproxyOptions): string {
  const { nodes, balance = 'roundrobin', tunnelTimeout = '60s', check = 'inter 500ms fall 2', certificate } = options;
  const servers = nodes.map((node, index) => `  server node${index + 1} 127.0.0.1:${node.port}`).join('\n');
  const changes: [RegExp, string][] = [
    [/^ {2}log stdout.*\n/m, ''],
    [/^ {2}log global\n/m, ''],
    [/ resolvers docker init-addr libc,none/, ''],
    [/^# Names of containers[\s\S]*?\n\n/m, ''],
    [/check inter 1s fall 3/, `check ${check}`],
    [/timeout tunnel \S+/, `timeout tunnel ${tunnelTimeout}`],
    [/^ {2}bind :8080.*$/m, `  bind 127.0.0.1:${port}${certificate ? ` ssl crt ${certificate} alpn h2,http/1.1` : ''}`],
    [/balance \S+/, `balance ${balance}`],
    [/(^ {2}server .*\n)+/m, `${servers}\n`],
  ];
  return changes.reduce(
    (text, [from, to]) => {
      if (!from.test(text)) throw new Error(`deploy/haproxy.cfg has no ${from} any more.`);
      return text.replace(from, to);
    },
    readFileSync(deployed, 'utf8'),
  );
}
