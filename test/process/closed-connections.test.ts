/** Clients that reset a connection right after their request: its address is unknown when the node asks for it. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { until } from '../support/waiting.ts';

const requests = [
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: HOST\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  'GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: HOST\r\n\r\n',
  'GET /api/session HTTP/1.1\r\nHost: HOST\r\n\r\n',
  'POST /api/login HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nContent-Length: 39\r\n\r\n{"username":"ann","password":"unknown"}',
];
const rounds = 20;
const atOnce = 40;

describe('a node whose clients reset their connections', () => {
  let server: ServerProcess;

  afterEach(() => server?.dispose());

  async function sendAndReset(request: string): Promise<void> {
    const socket = connect(server.port, '127.0.0.1').on('error', () => {});
    await once(socket, 'connect');
    socket.write(request.replace('HOST', `127.0.0.1:${server.port}`));
    socket.resetAndDestroy();
  }

  for (const proxy of ['', '127.0.0.1']) {
    it(`logs no defect, ${proxy ? 'also behind a proxy' : 'without a proxy'}`, async () => {
      const env = { RATE_LIMITS: 'on', LOG_LEVEL: 'error', ...(proxy ? { TRUST_PROXY: proxy } : {}) };
      server = await startServer({ env });
      for (let round = 0; round < rounds; round += 1) {
        const wave = Array.from({ length: atOnce }, (_, index) => requests[index % requests.length] as string);
        await Promise.all(wave.map(sendAndReset));
      }
      await until('the node answers', async () => (await fetch(`${server.url}/healthz`)).ok);
      const defects = server
        .output()
        .split('\n')
        .filter((line) => /unhandled|uncaught|"level":[56]0/.test(line));
      expect(defects).to.deep.equal([]);
    });
  }
});
