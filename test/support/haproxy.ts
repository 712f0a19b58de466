/** Starts a real HAProxy in front of the test nodes, with `deploy/haproxy.cfg` and faster health checks. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Program } from './child-process.ts';
import { freePort } from './free-port.ts';
import { requireProgram } from './programs.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { isListening } from './waiting.ts';

export interface HaproxyOptions {
  nodes: readonly { port: number }[];
  balance?: 'roundrobin' | 'leastconn';
  /** How long an open WebSocket may be silent; longer than the heartbeat interval. */
  tunnelTimeout?: string;
  /** The parameters of the health check. */
  check?: string;
  /** The port to listen on; a free one by default. */
  port?: number;
  /** Serves HTTPS with this file of certificate and key, and redirects `plainPort` to it. */
  tls?: { certificate: string; plainPort: number };
  /** The address of another proxy that ends TLS in front of it. */
  tlsProxy?: string;
}

export class Haproxy extends Program {
  readonly port: number;
  readonly folder: string;

  constructor(port: number, folder: string, env: Record<string, string> = {}) {
    super({
      name: 'haproxy',
      command: requireProgram('haproxy'),
      args: ['-db', '-f', join(folder, 'haproxy.cfg')],
      env,
      isReady: () => isListening(port),
    });
    this.port = port;
    this.folder = folder;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Stops HAProxy and deletes its configuration. */
  async dispose(): Promise<void> {
    await this.stop();
    removeFolder(this.folder);
  }
}

export async function startHaproxy(options: HaproxyOptions): Promise<Haproxy> {
  const env = {
    ...(options.tls && { TLS_CERTIFICATE: options.tls.certificate }),
    ...(options.tlsProxy && { TLS_PROXY: options.tlsProxy }),
  };
  const haproxy = new Haproxy(options.port ?? (await freePort()), makeFolder('haproxy'), env);
  writeFileSync(join(haproxy.folder, 'haproxy.cfg'), configuration(haproxy.port, options));
  await haproxy.start();
  return haproxy;
}

const deployed = fileURLToPath(new URL('../../deploy/haproxy.cfg', import.meta.url));

/** The text of `deploy/haproxy.cfg` with the test's nodes, port and health checks. */
function configuration(port: number, options: HaproxyOptions): string {
  const { nodes, balance = 'roundrobin', tunnelTimeout = '60s', check = 'inter 500ms fall 2', tls } = options;
  const servers = nodes.map((node, index) => `  server node${index + 1} 127.0.0.1:${node.port}`).join('\n');
  const changes: [RegExp, string][] = [
    [/^ {2}log stdout.*\n/m, ''],
    [/^ {2}log global\n/m, ''],
    [/ resolvers docker init-addr libc,none/, ''],
    [/^# HAProxy resolves container names[\s\S]*?\n\n/m, ''],
    [/check inter 1s fall 3/, `check ${check}`],
    [/timeout tunnel \S+/, `timeout tunnel ${tunnelTimeout}`],
    [/bind :8080/, `bind 127.0.0.1:${port}`],
    [/bind :443/, `bind 127.0.0.1:${port}`],
    [/bind :80$/m, `bind 127.0.0.1:${tls?.plainPort ?? 0}`],
    [/balance \S+/, `balance ${balance}`],
    [/(^ {2}server .*\n)+/m, `${servers}\n`],
  ];
  return changes.reduce(
    (text, [from, to]) => {
      if (!from.test(text)) throw new Error(`deploy/haproxy.cfg no longer contains ${from}.`);
      return text.replace(from, to);
    },
    readFileSync(deployed, 'utf8'),
  );
}
