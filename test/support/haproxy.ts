/** A real HAProxy before the test nodes, set up as `deploy/haproxy.cfg` is, with quicker health checks. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  const haproxy = new Haproxy(await freePort(), makeFolder('haproxy'));
  writeFileSync(join(haproxy.folder, 'haproxy.cfg'), configuration(haproxy.port, options));
  await haproxy.start();
  return haproxy;
}

function configuration(port: number, options: HaproxyOptions): string {
  const { nodes, balance = 'roundrobin', tunnelTimeout = '60s', check = 'inter 500ms fall 2' } = options;
  const servers = nodes.map((node, index) => `  server node${index + 1} 127.0.0.1:${node.port}`);
  return `
global
  maxconn 4000

defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  timeout http-request 5s
  timeout tunnel ${tunnelTimeout}
  option redispatch
  retries 2

frontend web
  bind 127.0.0.1:${port}
  http-request set-header X-Forwarded-For %[src]
  http-request set-header X-Forwarded-Proto http
  default_backend nodes

backend nodes
  balance ${balance}
  option httpchk GET /readyz?only=node
  default-server check ${check} rise 1 on-marked-down shutdown-sessions
${servers.join('\n')}
`;
}
